using System.Globalization;
using System.Text.Json.Nodes;
using Hypernet.Cli.Commands.Job;
using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>Tells what came of the demo: to people, and to a program as one line.</summary>
internal static class DemoReport
{
    /// <summary>Prints the coefficients, who was paid and slashed, the books, the gas and the times.</summary>
    public static void Print(TextWriter output, DemoResult result, PhaseClock clock)
    {
        PrintFit(output, result.Fit);
        output.WriteLine($"\nprogress, {TelemetryView.NotVerified}\n");
        JobProgress.PrintPartitions(output, result.Progress, withLines: false, "  ");
        PrintSellers(output, result);
        PrintBooks(output, result);
        output.WriteLine("\ngas\n");
        foreach (var gas in result.Gas)
        {
            output.WriteLine(Invariant($"  {gas.Event,-20} {gas.Transactions,3} transactions {gas.Gas,10:N0} gas"));
        }

        output.WriteLine(Invariant($"\nseconds\n"));
        foreach (var (name, seconds) in clock.Phases)
        {
            output.WriteLine(Invariant($"  {name,-20} {seconds,8:0.0}"));
        }
    }

    /// <summary>The one line for programs.</summary>
    public static JsonObject Document(DemoResult result, PhaseClock clock, int leftovers) => new()
    {
        ["job"] = result.Job.Job.ToString(),
        ["cheat"] = result.Plan.CheatText,
        ["kill"] = result.Plan.KillText,
        ["status"] = result.Job.Status.ToString(),
        ["sellers"] = result.Job.Tenures.Count,
        ["killed"] = result.Killed,
        ["replaced"] = result.Replaced,
        ["slashed"] = result.Slashed,
        ["paid"] = result.Job.Money.Earned.ToString(),
        ["paidCells"] = result.PaidCells,
        ["cells"] = result.Cells,
        ["forfeited"] = result.Job.Money.Forfeited.ToString(),
        ["refunded"] = result.Job.Money.Refunded.ToString(),
        ["conserved"] = result.IsConserved,
        ["maxRelativeError"] = result.Fit?.MaxRelativeError,
        ["dataRows"] = result.Fit?.DataRows,
        ["equalResults"] = result.Fit?.EqualResults,
        ["reportedPercent"] = new JsonArray([.. result.Progress.Partitions.Select(partition => (JsonNode?)JobProgress.Percent(partition))]),
        ["secondsToFirstSignature"] = Math.Round(result.SecondsToFirstSignature, 1),
        ["seconds"] = Math.Round(clock.Elapsed, 1),
        ["phases"] = new JsonObject(clock.Phases.Select(phase => KeyValuePair.Create(phase.Name, (JsonNode?)JsonValue.Create(Math.Round(phase.Seconds, 1))))),
        ["leftovers"] = leftovers,
        ["complaints"] = new JsonArray([.. result.Complaints(leftovers).Select(complaint => (JsonNode?)complaint)]),
    };

    private static void PrintFit(TextWriter output, DemoFit? fit)
    {
        if (fit is null)
        {
            return;
        }

        output.WriteLine(Invariant($"\ndelay of {fit.DataRows:N0} flights, fitted by all partitions together; {fit.EqualResults} delivered the same bytes\n"));
        output.WriteLine(Invariant($"  {"rows",-14} {string.Concat(fit.Rows.Select(rows => Invariant($"{rows,20:N0}")))}  ordinary fit, in one piece"));
        for (int i = 0; i < fit.Names.Count; i++)
        {
            output.WriteLine(Invariant($"  {fit.Names[i],-14} {string.Concat(fit.Coefficients.Select(coefficients => Invariant($"{coefficients[i],20:0.000000000000}")))}{fit.Reference[i],20:0.000000000000}"));
        }

        output.WriteLine(Invariant($"  {"explained",-14} {string.Concat(fit.Explained.Select(part => Invariant($"{part,20:0.000000000000}")))}{fit.ReferenceExplained,20:0.000000000000}"));
        output.WriteLine(Invariant($"  largest relative difference {fit.MaxRelativeError:0.0e+0}"));
    }

    private static void PrintSellers(TextWriter output, DemoResult result)
    {
        output.WriteLine("\nsellers\n");
        foreach (var tenure in result.Job.Tenures)
        {
            var seller = result.SellerOf(tenure);
            string story = seller == result.Victim ? result.Plan.Target == DemoTarget.Agent ? "killed, and came back" : "killed"
                : tenure.Id >= result.Job.Terms.Ranks ? $"replacement from checkpoint {tenure.FirstCheckpoint}"
                : seller.Role == DemoRole.Cheat ? $"cheat ({result.Plan.CheatText})"
                : "";
            string verdict = tenure.Verdict == Verdict.Undecided ? "" : $"{tenure.Verdict}, forfeits {result.Job.Terms.UnitCollateral * (UInt128)tenure.ForfeitedCells} HYT";
            output.WriteLine(Invariant($"  {seller.Name,-10} rank {tenure.Rank}  {tenure.PaidCells} cells  {tenure.Earned,6} HYT  {string.Join(", ", new[] { story, verdict }.Where(text => text.Length > 0))}"));
        }
    }

    private static void PrintBooks(TextWriter output, DemoResult result)
    {
        var money = result.Job.Money;
        output.WriteLine(Invariant($"\nbooks, in HYT: {result.PaidCells} of {result.Cells} cells paid\n"));
        (string Name, Amount Amount)[] rows =
        [
            ("in: escrow", money.Funded), ("in: collateral", money.Locked),
            ("out: to sellers", money.Earned), ("out: fees", money.Fees), ("out: collateral back", money.Released),
            ("out: forfeited", money.Forfeited), ("out: refunded", money.Refunded),
        ];
        foreach (var (name, amount) in rows)
        {
            output.WriteLine(Invariant($"  {name,-20} {amount,24}"));
        }

        output.WriteLine(Invariant($"  {"left in the job",-20} {result.Books.InJob,24}"));
        output.WriteLine(Invariant($"  {"deposited by all",-20} {result.Deposited,24}"));
        output.WriteLine(Invariant($"  {"free of all now",-20} {result.Books.Free.Aggregate(default(Amount), (sum, entry) => sum + entry.Free),24}"));
        output.WriteLine(result.IsConserved ? "  nothing is missing" : "  THE BOOKS DO NOT ADD UP");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
