using System.Globalization;
using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Job;

/// <summary>How far a job is, for people: strangers' words, made plain before a terminal gets them.</summary>
internal static class JobProgress
{
    // More would not fit a line.
    private const int MostNamed = 8;

    /// <summary>The job's state and the table of its partitions.</summary>
    public static void Print(TextWriter output, TelemetryView view, bool withLines)
    {
        output.WriteLine($"job    {Plain(view.Job)}");
        output.WriteLine($"state  {Plain(view.Status)}, checkpoint {view.Checkpoint} of {view.Checkpoints}");
        output.WriteLine($"{Environment.NewLine}{TelemetryView.NotVerified}, {Readable.Time(view.Time)}");
        PrintPartitions(output, view, withLines);
    }

    /// <summary>The table of partitions.</summary>
    public static void PrintPartitions(TextWriter output, TelemetryView view, bool withLines, string indentation = "")
    {
        string[] columns = ["PARTITION", "REPLICAS", "CHECKPOINT", "DONE", "TOTAL", "", "RESIDUAL", "MEMBERS", "AGE", .. withLines ? ["LAST LINE"] : Array.Empty<string>()];
        var table = new TextTable(columns);
        foreach (var partition in view.Partitions)
        {
            string[] cells =
            [
                $"{partition.Partition}",
                $"{partition.Reporting}/{partition.Replicas}",
                $"{partition.Checkpoint}",
                $"{partition.Done}",
                $"{partition.Total}",
                Percent(partition) is { } percent ? $"{percent} %" : "",
                partition.Residual?.ToString("0.0e+0", CultureInfo.InvariantCulture) ?? "",
                $"{partition.Members}",
                partition.AgeSeconds is { } age ? Readable.Span(TimeSpan.FromSeconds(age)) : "",
                Plain(partition.Line ?? ""),
            ];
            table.Add(cells[..columns.Length]);
        }

        table.Write(output, indentation);
    }

    /// <summary>One line for who follows the job's events; null while nothing is computed, or nobody has said how far it is.</summary>
    public static string? Line(TelemetryView view)
    {
        var known = view.Partitions.Where(partition => Percent(partition) is not null).ToList();
        if (known.Count == 0 || view.Status is not (nameof(JobStatus.Running) or nameof(JobStatus.Frozen)))
        {
            return null;
        }

        string words = view.Partitions.Count <= MostNamed
            ? string.Join(", ", view.Partitions.Select(partition => $"{partition.Partition}: {(Percent(partition) is { } percent ? $"{percent} %" : "?")}"))
            : $"{known.Min(Percent)} to {known.Max(Percent)} %, of {known.Count} of {view.Partitions.Count}";
        string residual = known.Max(partition => partition.Residual) is { } most ? string.Create(CultureInfo.InvariantCulture, $", residual {most:0.0e+0}") : "";
        return $"progress of partitions {words}{residual}";
    }

    /// <summary>How many of a hundred parts are done, rounded down: 100 is all. Null where nobody has said.</summary>
    public static long? Percent(PartitionProgressView partition) => partition is { Done: { } done, Total: > 0 and { } total } ? (long)((Int128)done * 100 / total) : null;

    /// <summary>How old the oldest of it is, and what it is worth.</summary>
    public static string Age(TelemetryView view) =>
        $"at most {Readable.Span(TimeSpan.FromSeconds(view.Partitions.Max(partition => partition.AgeSeconds ?? 0)))} old, {TelemetryView.NotVerified}";

    private static string Plain(string text) => PlainText.Of(text).ReplaceLineEndings(" ");
}
