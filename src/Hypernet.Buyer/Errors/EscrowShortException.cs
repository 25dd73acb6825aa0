using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>The buyer has less free in the market than a job costs at most.</summary>
/// <param name="have">What is free.</param>
/// <param name="need">The job's escrow: price and fee of every cell.</param>
public sealed class EscrowShortException(Amount have, Amount need)
    : BuyerException($"the job needs {need} HYT, the account has {have} HYT free in the market")
{
    /// <summary>What is free.</summary>
    public Amount Have { get; } = have;

    /// <summary>The job's escrow.</summary>
    public Amount Need { get; } = need;
}
