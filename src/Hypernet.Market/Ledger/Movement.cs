namespace Hypernet.Market;

/// <summary>What an amount moved for in the ledger of Collateral. Numbers as in the contracts.</summary>
public enum Movement
{
    /// <summary>The buyer's escrow, into a job.</summary>
    Fund = 0,

    /// <summary>A seller's collateral, into a job.</summary>
    Lock = 1,

    /// <summary>The price of settled cells, to the seller's beneficiary.</summary>
    Pay = 2,

    /// <summary>Collateral, back to the seller.</summary>
    CollateralBack = 3,

    /// <summary>The fee of settled cells, to the treasury.</summary>
    Fee = 4,

    /// <summary>Collateral that a fault has cost, to the treasury; the event names the seller.</summary>
    Forfeit = 5,

    /// <summary>Escrow, back to the buyer.</summary>
    Refund = 6,

    /// <summary>For a slot held in a job that its buyer cancelled, to the seller.</summary>
    Compensation = 7,

    /// <summary>The share of settled cells that goes to those who placed stake on the seller.</summary>
    Backers = 8,

    /// <summary>A user's stake, from its free balance.</summary>
    Stake = 9,

    /// <summary>A user's stake, back to its free balance.</summary>
    Unstake = 10,

    /// <summary>Stake that a peer's fault has cost, to the treasury.</summary>
    Slash = 11,
}
