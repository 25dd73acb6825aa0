using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>A job that stands on chain.</summary>
/// <param name="Placed">The job as the factory announced it: its address, terms and escrow.</param>
/// <param name="Transaction">The transaction that placed it.</param>
/// <param name="BlockNumber">Its block.</param>
/// <param name="GasUsed">The gas it used.</param>
/// <param name="WasResumed">Whether an interrupted earlier submission of the same job placed it.</param>
public sealed record PlacedJob(JobEvent.JobPlaced Placed, Hash32 Transaction, ulong BlockNumber, ulong GasUsed, bool WasResumed)
{
    /// <summary>The job's contract.</summary>
    public Account Job => Placed.Job;
}
