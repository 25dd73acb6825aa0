using Hypernet.Client;
using Hypernet.Consensus;

namespace Hypernet.Agent.Reporting;

/// <summary>What a rank has been told by those that it computes with.</summary>
/// <param name="Reports">How far they say that they are.</param>
/// <param name="Members">How many ranks compute together, the own one included.</param>
internal sealed record Hearsay(IReadOnlyList<RankReport> Reports, int Members)
{
    /// <summary>The rows of a report: the own one first, then of other partitions what is youngest.</summary>
    /// <param name="own">How far the own program is; null before it has said.</param>
    /// <param name="partition">The own partition.</param>
    /// <param name="checkpoints">Checkpoints of the job.</param>
    /// <param name="heard">What was heard; null where nobody says anything.</param>
    /// <param name="now">When the report is signed.</param>
    public static IReadOnlyList<TelemetryRow> Rows(RankProgress? own, int partition, int checkpoints, Hearsay? heard, DateTimeOffset now)
    {
        // A partition's rank is its number, with replicas and without.
        var others = (heard?.Reports ?? []).Where(report => report.Rank != partition && report.Checkpoint >= 1 && report.Checkpoint <= checkpoints)
            .OrderBy(report => report.Age)
            .Select(report => RankProgress.Of(report.Checkpoint, report.Done, report.Total, now - report.Age).ToRow(report.Rank, now));
        return [.. (own is null ? [] : new[] { own.ToRow(partition, now) }).Concat(others).Take(TelemetryReport.MaxRows)];
    }
}
