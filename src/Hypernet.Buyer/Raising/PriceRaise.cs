using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>A raise of an open job's unit price, and what it costs now.</summary>
/// <param name="Job">The job.</param>
/// <param name="Buyer">The account that would raise it.</param>
/// <param name="From">The unit price as it is.</param>
/// <param name="To">The unit price as it would be.</param>
/// <param name="Cells">The cells that it is raised for: every seller's checkpoints.</param>
/// <param name="Cost">What is added to the escrow: the difference and its fee, for every cell.</param>
/// <param name="Free">What the buyer has free in the market.</param>
public sealed record PriceRaise(Account Job, Account Buyer, Amount From, Amount To, int Cells, Amount Cost, Amount Free)
{
    /// <summary>The part of <see cref="Cost"/> that is the fee.</summary>
    public Amount Fee => Cost == Amount.Zero ? Amount.Zero : Cost - ((To - From) * (UInt128)Cells);

    /// <summary>Confirms that the buyer can pay it.</summary>
    /// <exception cref="BalanceShortException">Too little is free.</exception>
    public void EnsureFunded()
    {
        if (Free < Cost)
        {
            throw new BalanceShortException("free in the market", Free, Cost);
        }
    }
}
