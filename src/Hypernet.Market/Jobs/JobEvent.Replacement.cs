namespace Hypernet.Market;

public abstract partial record JobEvent
{
    /// <summary>A seller applied for a vacancy of a group and locked its collateral.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Seller">The applicant.</param>
    /// <param name="AgentKey">The key that would act and sign for it.</param>
    /// <param name="Beneficiary">The account that its earnings would go to.</param>
    /// <param name="Ask">Its price for a checkpoint.</param>
    /// <param name="LockedCells">Cells of collateral locked.</param>
    /// <param name="Endpoint">Where the peers of this job reach it.</param>
    public sealed record SellerApplied(
        int Group, Account Seller, Account AgentKey, Account Beneficiary, Amount Ask, int LockedCells, string Endpoint) : JobEvent;

    /// <summary>An application ended without a seat; its collateral is back.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Seller">The applicant.</param>
    public sealed record ApplicationWithdrawn(int Group, Account Seller) : JobEvent;

    /// <summary>The block was chosen whose hash draws a replacement for a group; from it on the list is closed.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="CloseBlock">Its number.</param>
    public sealed record DrawArmed(int Group, ulong CloseBlock) : JobEvent;

    /// <summary>The draw gave a vacancy to an applicant.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Tenure">The tenure that begins.</param>
    /// <param name="Seller">The applicant.</param>
    /// <param name="Rank">Its rank.</param>
    /// <param name="FirstCheckpoint">The first checkpoint it works for; if that is not the one in work, it is pending.</param>
    /// <param name="LockedCells">Cells of collateral that stay locked; the others are back.</param>
    /// <param name="T0">When the group's round begins anew; <see langword="null"/> if it does not.</param>
    public sealed record SellerSeated(
        int Group, int Tenure, Account Seller, int Rank, int FirstCheckpoint, int LockedCells, DateTimeOffset? T0) : JobEvent;

    /// <summary>A group has too few active ranks: deadlines stand still.</summary>
    /// <param name="FrozenAt">When.</param>
    public sealed record JobFrozen(DateTimeOffset FrozenAt) : JobEvent;

    /// <summary>Every group has a quorum again: deadlines run on.</summary>
    /// <param name="ResumedAt">When.</param>
    public sealed record JobResumed(DateTimeOffset ResumedAt) : JobEvent;
}
