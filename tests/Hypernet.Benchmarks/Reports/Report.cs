using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hypernet.Benchmarks.Reports;

/// <summary>What a verb prints: tables for people, then the rows once more as one line of JSON where asked.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // For terminals and programs, not for pages.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    internal static void Print(IReadOnlyCollection<Row> rows, bool asJson)
    {
        PrintTable(
            ["measured", "value", "target", "unit", "met"],
            rows.Select(row => (string[])[row.Name, Number(row.Value), $"{(row.Better == Better.Less ? "<=" : ">=")} {Number(row.Target)}", row.Unit, row.Met ? "yes" : "no"]));
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { rows }, Json));
        }
    }

    internal static void PrintTable(string[] heads, IEnumerable<string[]> lines)
    {
        string[][] all = [heads, .. lines];
        int[] widths = [.. heads.Select((_, column) => all.Max(line => line[column].Length))];
        foreach (string[] line in all)
        {
            Console.WriteLine(string.Join("  ", line.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
        }

        Console.WriteLine();
    }

    /// <summary>Three digits that count.</summary>
    internal static string Number(double value) => Math.Abs(value) >= 100 ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("G3", CultureInfo.InvariantCulture);
}
