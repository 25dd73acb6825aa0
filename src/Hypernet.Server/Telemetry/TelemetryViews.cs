using Hypernet.Client;

namespace Hypernet.Server.Telemetry;

/// <summary>Telemetry as the API shows it.</summary>
internal static class TelemetryViews
{
    /// <summary>The picture of a job, and if wanted the report of each rank; of one partition if wanted.</summary>
    internal static TelemetryView Of(JobRoster roster, TelemetryBoard board, DateTimeOffset now, bool withRanks, int? only = null)
    {
        var tenures = roster.Current.Where(place => only is null || roster.PartitionOf(place.Key) == only).ToDictionary();

        // A former seller's report is nobody's any more.
        List<RankReport> reports = [.. board.Read(roster.Job, [.. roster.Current.Keys], withRanks).Where(rank => roster.Current[rank.Report.Rank].Id == rank.Tenure)];
        var ofPartition = reports.ToLookup(rank => roster.PartitionOf(rank.Report.Rank));
        var rows = (from rank in reports from row in rank.Report.Rows select (Rank: rank, Row: row)).ToLookup(said => said.Row.Partition);
        var replicas = tenures.Keys.ToLookup(roster.PartitionOf);
        return new TelemetryView
        {
            Job = Accounts.Checksum(roster.Job),
            Status = roster.Status.ToString(),
            Checkpoint = roster.Checkpoint,
            Checkpoints = roster.Terms.Checkpoints,
            Time = now,
            Partitions =
            [
                .. from partition in only is { } one ? [one] : Enumerable.Range(0, roster.Terms.Groups)
                   select Of(partition, replicas[partition].Count(), [.. ofPartition[partition]], Middle(roster, partition, rows[partition]), now),
            ],
            Ranks = withRanks
                ? [.. from rank in reports where tenures.ContainsKey(rank.Report.Rank) orderby rank.Report.Rank select Of(rank, roster)]
                : null,
        };
    }

    // First hand before hearsay; then the lower of the two in the middle.
    private static (RankReport Rank, TelemetryRow Row)? Middle(JobRoster roster, int partition, IEnumerable<(RankReport Rank, TelemetryRow Row)> said)
    {
        var heard = said.ToList();
        var own = heard.Where(one => roster.PartitionOf(one.Rank.Report.Rank) == partition).ToList();
        var ordered = (own.Count > 0 ? own : heard)
            .OrderBy(one => one.Row.Checkpoint)
            .ThenBy(one => (double)one.Row.Done / one.Row.Total)
            .ThenBy(one => one.Rank.Report.Rank)
            .ToList();
        return ordered.Count > 0 ? ordered[(ordered.Count - 1) / 2] : null;
    }

    private static PartitionProgressView Of(
        int partition, int replicas, IReadOnlyList<RankReport> reports, (RankReport Rank, TelemetryRow Row)? middle, DateTimeOffset now)
    {
        var view = new PartitionProgressView { Partition = partition, Replicas = replicas, Reporting = reports.Count, Line = LineOf(reports) };
        return middle is not var (rank, row) ? view : view with
        {
            Rank = rank.Report.Rank,
            Checkpoint = row.Checkpoint,
            Done = row.Done,
            Total = row.Total,
            AgeSeconds = Math.Round(row.AgeSeconds + (now - rank.Received).TotalSeconds, 1),
            Residual = rank.Report.Residual,
            Members = rank.Report.Members,
        };
    }

    private static string? LineOf(IReadOnlyList<RankReport> reports) => reports
        .OrderByDescending(rank => rank.Received)
        .Select(rank => rank.Report.Said ?? rank.Report.Tail?.Split('\n').LastOrDefault(line => line.Length > 0))
        .FirstOrDefault(line => line is not null);

    private static RankTelemetryView Of(RankReport rank, JobRoster roster) => new()
    {
        Partition = roster.PartitionOf(rank.Report.Rank),
        Seller = Accounts.Checksum(roster.Current[rank.Report.Rank].Seller),
        Received = rank.Received,
        Report = rank.Report,
        History = rank.History,
    };
}
