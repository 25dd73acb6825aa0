using System.Collections.Concurrent;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;

namespace Hypernet.Server.Telemetry;

/// <summary>The rosters of jobs under way: reports come every second, events of a job every few minutes.</summary>
internal sealed class JobRosters(IJobReadModel jobs)
{
    private const int MaxRosters = 1024;

    private readonly ConcurrentDictionary<Account, JobRoster> _known = new();

    /// <summary>The roster as of the newest block indexed; null where the factory announced no job.</summary>
    internal async ValueTask<JobRoster?> FindAsync(Account job, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(job, cancellationToken) is not { } summary)
        {
            return null;
        }

        if (_known.TryGetValue(job, out JobRoster? known) && known.IsOf(summary))
        {
            return known;
        }

        if (await jobs.FindHistoryAsync(job, cancellationToken) is not { } history)
        {
            return null;
        }

        // Too many at once are rare, and made again when they are asked for.
        if (_known.Count >= MaxRosters)
        {
            _known.Clear();
        }

        return _known[job] = new JobRoster(history);
    }
}
