namespace Hypernet.Market;

/// <summary>What docs/spec/job.md §2 and §4 have everybody pay or get at an event, computed from the state before it.</summary>
internal static class JobDues
{
    /// <summary>What a buyer funds for a cell.</summary>
    public static Amount EscrowOf(this JobState job, Amount price) => price + job.Placed.Snapshot.FeeDown(price);

    /// <summary>κ: what giving a slot back costs, and an early cancel for each slot.</summary>
    public static Amount SlotPrice(this JobState job)
    {
        Amount share = job.Terms.UnitPrice.ShareDown(job.Placed.Snapshot.CancelBps);
        return (share < job.Terms.UnitCollateral ? share : job.Terms.UnitCollateral) * (UInt128)job.Terms.Checkpoints;
    }

    /// <summary>Cells of a job.</summary>
    public static int Cells(this JobState job) => job.Terms.Ranks * job.Terms.Checkpoints;

    /// <summary>What a verdict costs a tenure.</summary>
    public static Amount PriceOf(this JobState job, Tenure tenure, Verdict verdict)
    {
        int remaining = Math.Min(job.Terms.Checkpoints - job.Checkpoint + 1, tenure.LockedCells);
        int cells = verdict switch
        {
            Verdict.Delayed => 1,
            Verdict.Missed or Verdict.Expelled => Math.Min(remaining, Math.Max(2, (remaining + 1) / 2)),
            _ => remaining,
        };
        return job.Terms.UnitCollateral * (UInt128)cells;
    }

    /// <summary>What is paid to a tenure, but for a compensation.</summary>
    public static JobEvent.SellerPaid ClaimOf(this JobState job, Tenure tenure)
    {
        bool closes = job.HasEnded || tenure.Verdict != Verdict.Undecided;
        var cells = (UInt128)tenure.ClaimableCells;
        Amount fee = job.Placed.Snapshot.FeeDown(tenure.Ask);

        // Locked cells stand for the last checkpoints of the job.
        int bare = job.Terms.Checkpoints - tenure.LockedCells - tenure.FirstCheckpoint + 1;
        int settled = Math.Max(0, tenure.SettledCells - bare);
        int released = (closes ? tenure.LockedCells - tenure.ForfeitedCells : settled) - tenure.ReleasedCells;
        return new JobEvent.SellerPaid(
            tenure.Id,
            tenure.Seller,
            tenure.ClaimableCells,
            tenure.Ask * cells,
            fee * cells,
            (job.EscrowOf(job.UnitPrice) - tenure.Ask - fee) * cells,
            job.Terms.UnitCollateral * (UInt128)released,
            Amount.Zero,
            closes);
    }

    /// <summary>What goes back to the buyer at the end.</summary>
    public static Amount Refund(this JobState job)
    {
        int slots = job.Status == JobStatus.Cancelled ? job.Tenures.Count : 0;
        return (job.EscrowOf(job.UnitPrice) * (UInt128)(job.Cells() - job.PaidCells)) - (job.Compensation * (UInt128)slots);
    }

    /// <summary>What the job has brought somebody so far: in the smallest unit, below zero for what it has cost.</summary>
    public static Int128 NetOf(this JobState job, Account account, Account treasury)
    {
        Int128 net = 0;
        foreach (Tenure tenure in job.Tenures.Where(tenure => tenure.Seller == account))
        {
            Amount locked = job.Terms.UnitCollateral * (UInt128)(tenure.LockedCells - tenure.ReleasedCells);
            net += (Int128)tenure.Compensated.Units - (Int128)locked.Units;
        }

        net += job.Tenures.Where(tenure => tenure.Beneficiary == account).Aggregate((Int128)0, (sum, tenure) => sum + (Int128)tenure.Earned.Units);
        net -= job.FormerSellerOf(account) is { HasUnsigned: true } ? (Int128)job.SlotPrice().Units : 0;
        net += account == job.Placed.Buyer ? (Int128)job.Money.Refunded.Units - (Int128)job.Money.Funded.Units : 0;
        return net + (account == treasury ? (Int128)(job.Money.Fees + job.Money.Forfeited).Units : 0);
    }
}
