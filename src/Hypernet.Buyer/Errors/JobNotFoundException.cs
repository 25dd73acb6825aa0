using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>The market has no such job: the chain's ledger keeps no account for it.</summary>
/// <param name="job">The address asked for.</param>
public sealed class JobNotFoundException(Account job) : BuyerException($"{job.ToAddress()} is no job of this market")
{
    /// <summary>The address asked for.</summary>
    public Account Job { get; } = job;
}
