namespace Hypernet.Market;

public abstract partial record JobEvent
{
    /// <summary>A seller took a slot and locked its collateral for all checkpoints.</summary>
    /// <param name="Tenure">The slot, which is its tenure's number from the start on.</param>
    /// <param name="Seller">The account that signed.</param>
    /// <param name="AgentKey">The key that acts and signs for it.</param>
    /// <param name="Beneficiary">The account that its earnings go to.</param>
    /// <param name="Ask">Its price for a checkpoint.</param>
    /// <param name="Endpoint">Where the peers of this job reach it.</param>
    public sealed record SellerSigned(
        int Tenure, Account Seller, Account AgentKey, Account Beneficiary, Amount Ask, string Endpoint) : JobEvent;

    /// <summary>A seller gave its slot back, for good. The seller of the last slot, if that is another one, moves to this slot.</summary>
    /// <param name="Tenure">The slot.</param>
    /// <param name="Seller">The seller.</param>
    /// <param name="Forfeited">What that costs of its collateral, to the treasury.</param>
    public sealed record SellerUnsigned(int Tenure, Account Seller, Amount Forfeited) : JobEvent;

    /// <summary>A seller took a slot from another one, whose collateral is free.</summary>
    /// <param name="Tenure">The slot.</param>
    /// <param name="Seller">The account that has it now.</param>
    /// <param name="Displaced">The account that had it.</param>
    /// <param name="AgentKey">The key that acts and signs for the seller.</param>
    /// <param name="Beneficiary">The account that its earnings go to.</param>
    /// <param name="Ask">Its price for a checkpoint.</param>
    /// <param name="Extensions">How often the auction has been extended, by this underbid or before.</param>
    /// <param name="Endpoint">Where the peers of this job reach it.</param>
    public sealed record SellerUnderbid(
        int Tenure,
        Account Seller,
        Account Displaced,
        Account AgentKey,
        Account Beneficiary,
        Amount Ask,
        int Extensions,
        string Endpoint) : JobEvent;

    /// <summary>A seller lowered its ask.</summary>
    /// <param name="Tenure">Its slot.</param>
    /// <param name="Seller">The seller.</param>
    /// <param name="Ask">Its price for a checkpoint from now on.</param>
    public sealed record AskLowered(int Tenure, Account Seller, Amount Ask) : JobEvent;

    /// <summary>The buyer raised the unit price.</summary>
    /// <param name="UnitPrice">The most that one seller is paid for one checkpoint from now on.</param>
    /// <param name="Funded">What the buyer has added to the escrow.</param>
    public sealed record PriceRaised(Amount UnitPrice, Amount Funded) : JobEvent;

    /// <summary>All slots are taken.</summary>
    /// <param name="FilledAt">When.</param>
    public sealed record JobFilled(DateTimeOffset FilledAt) : JobEvent;

    /// <summary>The block was chosen whose hash draws the ranks.</summary>
    /// <param name="SeedBlock">Its number.</param>
    public sealed record SeedArmed(ulong SeedBlock) : JobEvent;

    /// <summary>The ranks are drawn; checkpoint 1 begins in all groups, with all ranks active.</summary>
    /// <param name="Seed">What the rank of each slot follows from.</param>
    /// <param name="T0">When the checkpoint begins.</param>
    public sealed record JobStarted(Bytes32 Seed, DateTimeOffset T0) : JobEvent;
}
