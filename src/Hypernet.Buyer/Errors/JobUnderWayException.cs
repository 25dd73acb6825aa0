using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>A job has started, so it can neither be cancelled nor closed yet.</summary>
/// <param name="job">The job.</param>
/// <param name="status">Running or Frozen.</param>
public sealed class JobUnderWayException(Account job, JobStatus status)
    : BuyerException($"job {job.ToAddress()} is {status}: once it has started it cannot be cancelled")
{
    /// <summary>The job.</summary>
    public Account Job { get; } = job;

    /// <summary>Running or Frozen.</summary>
    public JobStatus Status { get; } = status;
}
