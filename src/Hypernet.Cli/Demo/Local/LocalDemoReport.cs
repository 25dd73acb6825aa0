using System.Globalization;
using System.Text.Json.Nodes;

namespace Hypernet.Cli.Demo.Local;

/// <summary>Tells what came of the local demo: to people, and to a program as one line.</summary>
internal static class LocalDemoReport
{
    /// <summary>Prints the three fits beside each other, what each misses, and the times.</summary>
    public static void Print(TextWriter output, LocalDemoResult result, PhaseClock clock)
    {
        var (whole, after, before) = (result.Whole.Fit, result.After.Fit, result.Before.Fit);
        output.WriteLine(Invariant($"\ndelay of {result.DataRows:N0} flights, by {result.Rows.Parts.Count} ranks; without a death, and with rank {result.Victim} killed\n"));
        var table = new TextTable("", "whole run", "killed after contributing", "killed before");
        for (int i = 0; i < whole.Names.Count; i++)
        {
            table.Add(whole.Names[i], Shortest(whole.Coefficients[i]), Shortest(after.Coefficients[i]), Shortest(before.Coefficients[i]));
        }

        table.Add("rows", Invariant($"{whole.Rows:N0}"), Invariant($"{after.Rows:N0}"), Invariant($"{before.Rows:N0}"));
        table.Add("missing rows", Missing(result, result.Whole), Missing(result, result.After), Missing(result, result.Before));
        table.Add("bits", "", Bits(result, result.After), Bits(result, result.Before));
        table.Add("seconds", Seconds(result.Whole), Seconds(result.After), Seconds(result.Before));
        table.Write(output, "  ");
        output.WriteLine("\nseconds\n");
        foreach (var (name, seconds) in clock.Phases)
        {
            output.WriteLine(Invariant($"  {name,-20} {seconds,8:0.0}"));
        }
    }

    /// <summary>The one line for programs.</summary>
    public static JsonObject Document(LocalDemoResult result, PhaseClock clock, int leftovers) => new()
    {
        ["ranks"] = result.Rows.Parts.Count,
        ["killedRank"] = result.Victim,
        ["dataRows"] = result.DataRows,
        ["names"] = new JsonArray([.. result.Whole.Fit.Names.Select(name => JsonValue.Create(name))]),
        ["whole"] = Document(result, result.Whole),
        ["killedAfterContributing"] = Document(result, result.After),
        ["killedBeforeContributing"] = Document(result, result.Before),
        ["equalBits"] = result.IsEqual,
        ["seconds"] = Math.Round(clock.Elapsed, 1),
        ["phases"] = new JsonObject(clock.Phases.Select(phase => KeyValuePair.Create(phase.Name, (JsonNode?)JsonValue.Create(Math.Round(phase.Seconds, 1))))),
        ["leftovers"] = leftovers,
    };

    private static JsonObject Document(LocalDemoResult result, LocalDemoFit run) => new()
    {
        ["coefficients"] = new JsonArray([.. run.Fit.Coefficients.Select(value => JsonValue.Create(value))]),
        ["coefficientBits"] = new JsonArray([.. run.Fit.Bits.Select(bits => JsonValue.Create(bits))]),
        ["rows"] = run.Fit.Rows,
        ["missingRows"] = new JsonArray([.. result.MissingRows(run).Select(rows => new JsonArray(rows.First, rows.Last))]),
        ["seconds"] = Math.Round(run.Seconds, 1),
    };

    private static string Missing(LocalDemoResult result, LocalDemoFit run) =>
        result.MissingRows(run).Select(rows => Invariant($"{rows.First} to {rows.Last}")).FirstOrDefault("none");

    private static string Bits(LocalDemoResult result, LocalDemoFit run) => result.HasBitsOfWhole(run) ? "equal" : "others";

    private static string Seconds(LocalDemoFit run) => Invariant($"{run.Seconds:0.0}");

    private static string Shortest(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
