using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>Answers questions about jobs.</summary>
public interface IJobReadModel
{
    /// <summary>Lists jobs, the newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    ValueTask<Listing<JobSummary>> ListAsync(JobQuery query, CancellationToken cancellationToken = default);

    /// <summary>The job as a list shows it, or null when the factory announced none there.</summary>
    ValueTask<JobSummary?> FindAsync(Account job, CancellationToken cancellationToken = default);

    /// <summary>All that the job's events tell, or null when the factory announced none there.</summary>
    ValueTask<IndexedJob?> FindHistoryAsync(Account job, CancellationToken cancellationToken = default);
}
