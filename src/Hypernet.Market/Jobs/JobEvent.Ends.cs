namespace Hypernet.Market;

public abstract partial record JobEvent
{
    /// <summary>The buyer wants the job to end: a work window later, the checkpoint then in work is the last one.</summary>
    /// <param name="AnnouncedAt">When.</param>
    public sealed record TerminationAnnounced(DateTimeOffset AnnouncedAt) : JobEvent;

    /// <summary>The last checkpoint is settled in all groups: that of the terms, or the one in work when a termination took effect.</summary>
    public sealed record JobCompleted : JobEvent;

    /// <summary>The job ended early; what was settled is paid.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record JobAborted(AbortReason Reason) : JobEvent;

    /// <summary>The job ended before it started.</summary>
    /// <param name="Compensation">What each seller is due that held its slot long enough.</param>
    public sealed record JobCancelled(Amount Compensation) : JobEvent;

    /// <summary>A seller was paid.</summary>
    /// <param name="Tenure">Its tenure.</param>
    /// <param name="Seller">The seller.</param>
    /// <param name="Cells">Settled cells that are paid now.</param>
    /// <param name="Earned">Price, to its beneficiary.</param>
    /// <param name="Fee">To the treasury.</param>
    /// <param name="Rest">What its ask left of the escrow of these cells, to the buyer.</param>
    /// <param name="Collateral">Back to the seller.</param>
    /// <param name="Compensation">To the seller, for a slot it held in a job that its buyer cancelled.</param>
    /// <param name="IsClosed">Whether nothing is left to claim, for good.</param>
    public sealed record SellerPaid(
        int Tenure,
        Account Seller,
        int Cells,
        Amount Earned,
        Amount Fee,
        Amount Rest,
        Amount Collateral,
        Amount Compensation,
        bool IsClosed) : JobEvent;

    /// <summary>The escrow of all cells that were not settled went back to the buyer.</summary>
    /// <param name="Buyer">The buyer.</param>
    /// <param name="Amount">What went back.</param>
    public sealed record BuyerRefunded(Account Buyer, Amount Amount) : JobEvent;
}
