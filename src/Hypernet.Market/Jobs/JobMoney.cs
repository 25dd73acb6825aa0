namespace Hypernet.Market;

/// <summary>What went into a job and out of it (contracts.md §4); the difference is what it holds.</summary>
public sealed record JobMoney
{
    /// <summary>In: the buyer's escrow, with what raising the price has added.</summary>
    public Amount Funded { get; init; }

    /// <summary>In: collateral of sellers and applicants.</summary>
    public Amount Locked { get; init; }

    /// <summary>Out: the price of settled cells, to sellers (what goes to their backers included).</summary>
    public Amount Earned { get; init; }

    /// <summary>Out: fees, to the treasury.</summary>
    public Amount Fees { get; init; }

    /// <summary>Out: collateral, back to sellers and applicants.</summary>
    public Amount Released { get; init; }

    /// <summary>Out: collateral that faults, and slots given back, have cost, to the treasury.</summary>
    public Amount Forfeited { get; init; }

    /// <summary>Out: compensation for slots held in a cancelled job, to sellers.</summary>
    public Amount Compensated { get; init; }

    /// <summary>Out: back to the buyer, both what asks left of settled cells and the escrow of all others.</summary>
    public Amount Refunded { get; init; }

    /// <summary>What the job holds.</summary>
    /// <exception cref="OverflowException">More went out than in.</exception>
    public Amount Balance => Funded + Locked - Earned - Fees - Released - Forfeited - Compensated - Refunded;
}
