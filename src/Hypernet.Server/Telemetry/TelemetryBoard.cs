using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Server.Telemetry;

/// <summary>
/// The newest report of each rank, and its course, for 24 hours and in memory: telemetry is no truth, and after a restart agents
/// report again within seconds. One entry per rank of a job, and so many in all; the one that was silent longest makes room.
/// </summary>
internal sealed class TelemetryBoard(int maxRanks, TimeProvider time)
{
    /// <summary>How long a report is kept.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // The points of plots in one answer, for all its ranks together.
    private const int MaxPoints = 16_384;

    private readonly Dictionary<(Account Job, int Rank), LinkedListNode<RankEntry>> _nodes = [];
    private readonly LinkedList<RankEntry> _bySilence = [];
    private readonly Dictionary<Account, TaskCompletionSource> _news = [];
    private readonly Lock _gate = new();

    /// <summary>Takes the report of a tenure that has its rank now.</summary>
    /// <param name="job">The job.</param>
    /// <param name="tenure">The tenure: it begins anew what another one at this rank had reported.</param>
    /// <param name="partition">The partition that the rank computes.</param>
    /// <param name="report">The report.</param>
    /// <param name="bytes">Its size; at most the largest that a report may have.</param>
    /// <param name="wait">Where it came too fast, how long to wait.</param>
    internal AddEnd Add(Account job, int tenure, int partition, TelemetryReport report, int bytes, out TimeSpan wait)
    {
        DateTimeOffset now = time.GetUtcNow();
        wait = TimeSpan.Zero;
        lock (_gate)
        {
            RankEntry entry = EntryOf(job, report.Rank, tenure);
            if (report.Sequence <= entry.Report?.Sequence)
            {
                return AddEnd.Stale;
            }

            if (!entry.Bucket.TryTake(bytes, out wait))
            {
                return AddEnd.TooFast;
            }

            (entry.Report, entry.Received) = (report, now);
            if (report.Rows.FirstOrDefault(row => row.Partition == partition) is { } own)
            {
                entry.Series.Add(new TelemetryPointView { Time = now, Done = own.Done, Total = own.Total, Residual = report.Residual });
            }

            Place(entry);
            Forget(now);
            if (_news.Remove(job, out TaskCompletionSource? news))
            {
                news.SetResult();
            }

            return AddEnd.Added;
        }
    }

    /// <summary>Completes when one of the job's ranks reports next.</summary>
    internal Task NewsOf(Account job)
    {
        lock (_gate)
        {
            if (!_news.TryGetValue(job, out TaskCompletionSource? news))
            {
                _news[job] = news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return news.Task;
        }
    }

    /// <summary>What these ranks of a job have reported last, those that have; and if wanted their courses.</summary>
    internal IReadOnlyList<RankReport> Read(Account job, IReadOnlyCollection<int> ranks, bool withHistory)
    {
        DateTimeOffset oldest = time.GetUtcNow() - Kept;
        int points = Math.Max(1, MaxPoints / Math.Max(1, ranks.Count));
        lock (_gate)
        {
            return
            [
                .. from rank in ranks
                   let entry = _nodes.GetValueOrDefault((job, rank))?.Value
                   let report = entry?.Report
                   where report is not null && entry.Received >= oldest
                   select new RankReport(entry.Tenure, report, entry.Received, withHistory ? entry.Series.Since(oldest, points) : []),
            ];
        }
    }

    private RankEntry EntryOf(Account job, int rank, int tenure) => _nodes.TryGetValue((job, rank), out LinkedListNode<RankEntry>? node) && node.Value.Tenure == tenure
        ? node.Value
        : new RankEntry(job, rank, tenure, new TokenBucket(TelemetryReport.BytesPerSecond, TelemetryReport.MaxBytes, time));

    // Last in the order of silence; in the place of whoever was at this rank before.
    private void Place(RankEntry entry)
    {
        if (_nodes.Remove((entry.Job, entry.Rank), out LinkedListNode<RankEntry>? old))
        {
            _bySilence.Remove(old);
        }

        _nodes[(entry.Job, entry.Rank)] = _bySilence.AddLast(entry);
    }

    private void Forget(DateTimeOffset now)
    {
        while (_bySilence.First is { } silent && (_bySilence.Count > maxRanks || silent.Value.Received < now - Kept))
        {
            _bySilence.RemoveFirst();
            _nodes.Remove((silent.Value.Job, silent.Value.Rank));
        }
    }
}
