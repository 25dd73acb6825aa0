using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>A job has no result, or not yet.</summary>
/// <param name="job">The job.</param>
/// <param name="status">Where it stands.</param>
/// <param name="reason">Why there is none, as the end of a sentence.</param>
public sealed class NoResultException(Account job, JobStatus status, string reason)
    : BuyerException($"job {job.ToAddress()} is {status}: {reason}")
{
    /// <summary>The job.</summary>
    public Account Job { get; } = job;

    /// <summary>Where it stands.</summary>
    public JobStatus Status { get; } = status;

    /// <summary>Whether it has ended, so that waiting brings nothing more.</summary>
    public bool HasEnded => Status is JobStatus.Completed or JobStatus.Cancelled or JobStatus.Aborted;
}
