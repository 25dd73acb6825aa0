using System.Numerics;

namespace Hypernet.Market;

/// <summary>
/// The stake behind a peer: an amount, and shares of it, of which a user's stake has some. Earnings and faults of the
/// peer change the amount, and so what a share is worth (docs/decisions/0020-stake-is-a-pool.md).
/// </summary>
/// <param name="Amount">All of it, that on its way back included.</param>
/// <param name="Shares">Shares of it.</param>
/// <param name="Withdrawing">Of these, the shares that are on their way back.</param>
public sealed record StakePool(Amount Amount, BigInteger Shares, BigInteger Withdrawing)
{
    /// <summary>What some of its shares are worth, rounded down.</summary>
    public Amount Worth(BigInteger shares) => shares.IsZero || Shares.IsZero ? Amount.Zero : new Amount((UInt128)(shares * Amount.Units / Shares));

    /// <summary>The stake that counts for the peer: all but what is on its way back.</summary>
    public Amount WorthBehind() => Worth(Shares - Withdrawing);
}
