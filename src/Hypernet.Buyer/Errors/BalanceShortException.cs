using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>There is less Hypertoken than is to be moved.</summary>
/// <param name="place">Where it is to be taken from, as the end of a sentence.</param>
/// <param name="have">What is there.</param>
/// <param name="need">What is to be moved.</param>
public sealed class BalanceShortException(string place, Amount have, Amount need)
    : BuyerException($"{need} HYT were to be moved, the account has {have} HYT {place}")
{
    /// <summary>What is there.</summary>
    public Amount Have { get; } = have;

    /// <summary>What is to be moved.</summary>
    public Amount Need { get; } = need;
}
