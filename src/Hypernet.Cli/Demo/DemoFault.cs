using System.Globalization;
using System.Text.Json.Nodes;
using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>A fault and what came of it: a line of the fault table.</summary>
/// <param name="Plan">The fault.</param>
/// <param name="Outcome">What came of it, in words.</param>
/// <param name="IsRight">Whether the result was right, in the bytes of every partition.</param>
/// <param name="IsConserved">Whether the books were balanced to the smallest unit.</param>
/// <param name="IsWell">Whether all was as it should be.</param>
/// <param name="Seconds">From the placement of the job to its end; 0 if it has none.</param>
internal sealed record DemoFault(DemoPlan Plan, string Outcome, bool IsRight, bool IsConserved, bool IsWell, double Seconds)
{
    // Of the phases, those between placement and end.
    private static readonly string[] Outside = ["setUp", "chain", "deploy", "start", "fund", "place", "result", "close", "check", "end"];

    /// <summary>Runs a demo with it.</summary>
    public static async Task<DemoFault> RunAsync(DemoPlan plan, TextWriter talk, TimeProvider time, CancellationToken cancellationToken)
    {
        var clock = new PhaseClock(time);
        var run = new DemoRun(plan, clock, talk);
        DemoResult result;
        try
        {
            await using (run)
            {
                result = await run.RunAsync(cancellationToken);
            }
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // A fault that ends its demo is a line of the table like any other.
            await talk.WriteLineAsync(failed.Message);
            return new DemoFault(plan, failed.Message.Split('\n')[0], IsRight: false, IsConserved: false, IsWell: false, 0);
        }

        var complaints = result.Complaints(run.CountLeftovers());
        double seconds = clock.Phases.Where(phase => !Outside.Contains(phase.Name)).Sum(phase => phase.Seconds);
        return new DemoFault(plan, complaints.Count > 0 ? string.Join("; ", complaints) : Tell(result), result.IsRight, result.IsConserved, complaints.Count == 0, seconds);
    }

    /// <summary>Prints the table, in the form that Markdown has for tables.</summary>
    public static void Print(TextWriter output, IReadOnlyList<DemoFault> rows)
    {
        output.WriteLine("\n| fault | outcome | result right | books balanced | seconds |\n|---|---|---|---|---|");
        foreach (var row in rows)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| `{row.Plan}` | {row.Outcome} | {Word(row.IsRight)} | {Word(row.IsConserved)} | {row.Seconds:0} |"));
        }
    }

    /// <summary>The one line for programs.</summary>
    public static JsonObject Document(IReadOnlyList<DemoFault> rows) => new()
    {
        ["faults"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject
        {
            ["cheat"] = row.Plan.CheatText,
            ["kill"] = row.Plan.KillText,
            ["outcome"] = row.Outcome,
            ["right"] = row.IsRight,
            ["conserved"] = row.IsConserved,
            ["asExpected"] = row.IsWell,
            ["seconds"] = Math.Round(row.Seconds, 1),
        })]),
    };

    private static string Tell(DemoResult result)
    {
        var left = result.Job.Tenures.Where(tenure => tenure.Verdict != Verdict.Undecided)
            .Select(tenure => $"{(result.IsCheat(tenure) ? "the cheat" : "the killed seller")} {tenure.Verdict}, paid for {tenure.PaidCells} of {result.Job.Terms.Checkpoints} checkpoints");
        var seated = result.Job.Tenures.Where(tenure => tenure.Id >= result.Job.Terms.Ranks)
            .Select(tenure => $"the spare seated, paid from checkpoint {tenure.FirstCheckpoint}");
        var back = result.Job.Tenures.Where(tenure => result.SellerOf(tenure) == result.Victim && tenure.Verdict == Verdict.Undecided)
            .Select(tenure => $"{result.Victim!.Name} came back, paid for {tenure.PaidCells} of {result.Job.Terms.Checkpoints} checkpoints");
        return string.Join("; ", [$"{result.Job.Status}", .. left, .. seated, .. back, $"{result.PaidCells} of {result.Cells} cells paid"]);
    }

    private static string Word(bool isSo) => isSo ? "yes" : "no";
}
