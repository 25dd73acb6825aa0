namespace Hypernet.Market;

/// <summary>
/// One job as its events tell it: a pure fold, equal to the contract's own views on the same log (contracts.md §9, 24).
/// </summary>
/// <remarks>
/// Deadlines depend on the time of asking, so they are answered for a given time; nothing here reads a clock. Every
/// state is reached from <see cref="Of"/> by <see cref="When"/>.
/// </remarks>
public sealed partial record JobState
{
    private JobState()
    {
    }

    /// <summary>How the job was placed: its contract, buyer, terms and package.</summary>
    public required JobEvent.JobPlaced Placed { get; init; }

    /// <summary>The state.</summary>
    public JobStatus Status { get; private init; }

    /// <summary>Why the job was aborted.</summary>
    public AbortReason AbortReason { get; private init; }

    /// <summary>All tenures so far, by number; the slots first.</summary>
    public ValueList<Tenure> Tenures { get; private init; } = [];

    /// <summary>The most that one seller is paid for one checkpoint, as the buyer has raised it.</summary>
    public Amount UnitPrice { get; private init; }

    /// <summary>How often an underbid in its last moments has extended the auction.</summary>
    public int Extensions { get; private init; }

    /// <summary>Sellers that have left a slot before the start, whether or not they have returned; who left last stands last.</summary>
    public ValueList<FormerSeller> FormerSellers { get; private init; } = [];

    /// <summary>When the last slot was signed; <see langword="null"/> before.</summary>
    public DateTimeOffset? FilledAt { get; private init; }

    /// <summary>The block whose hash draws the ranks; 0 until armed.</summary>
    public ulong SeedBlock { get; private init; }

    /// <summary>What the ranks were drawn by; zero before the start.</summary>
    public Bytes32 Seed { get; private init; }

    /// <summary>The checkpoint in work, from 1; 0 before the start.</summary>
    public int Checkpoint { get; private init; }

    /// <summary>When the buyer announced that it wants the job to end; <see langword="null"/> if it has not.</summary>
    public DateTimeOffset? AnnouncedAt { get; private init; }

    /// <summary>When the work for each checkpoint began, from 1 to the one in work, whatever rounds began anew since.</summary>
    public ValueList<DateTimeOffset> Begun { get; private init; } = [];

    /// <summary>All groups; none before the start.</summary>
    public ValueList<JobGroup> Groups { get; private init; } = [];

    /// <summary>Open applications, oldest first.</summary>
    public ValueList<JobApplication> Applications { get; private init; } = [];

    /// <summary>Draws that seated a replacement so far.</summary>
    public int Seatings { get; private init; }

    /// <summary>Whether nobody can be seated any more: a job seats three for each rank.</summary>
    public bool AreSeatingsSpent => Seatings >= 3 * Terms.Ranks;

    /// <summary>Cells settled as honest so far.</summary>
    public int PaidCells { get; private init; }

    /// <summary>When the present, or else the last freeze began; <see langword="null"/> without any.</summary>
    public DateTimeOffset? FrozenAt { get; private init; }

    /// <summary>Time spent in freezes that are over.</summary>
    public TimeSpan FrozenTime { get; private init; }

    /// <summary>What each seller of the cancelled job is due that held its slot long enough.</summary>
    public Amount Compensation { get; private init; }

    /// <summary>Whether the buyer has been refunded.</summary>
    public bool IsRefunded { get; private init; }

    /// <summary>What went in and out.</summary>
    public JobMoney Money { get; private init; } = new();

    /// <summary>The job's contract.</summary>
    public Account Job => Placed.Job;

    /// <summary>The buyer's terms.</summary>
    public Terms Terms => Placed.Terms;

    /// <summary>Whether the job is at an end: Completed, Cancelled or Aborted.</summary>
    public bool HasEnded => Status is JobStatus.Completed or JobStatus.Cancelled or JobStatus.Aborted;

    /// <summary>Whether the buyer has ended it before its last checkpoint.</summary>
    public bool IsTerminated => (Status == JobStatus.Completed && Checkpoint < Terms.Checkpoints) || AbortReason == AbortReason.Terminated;

    /// <summary>Whether checkpoints are worked on: Running or Frozen.</summary>
    public bool IsUnderWay => Status is JobStatus.Running or JobStatus.Frozen;

    /// <summary>Groups that have settled the checkpoint in work.</summary>
    public int SettledGroups => Groups.Count(group => group.SettledCheckpoint == Checkpoint);

    /// <summary>
    /// Groups with fewer active ranks than the quorum, whose round is not about to be judged: while there are any, the job is
    /// frozen.
    /// </summary>
    public int ShortGroups => Groups.Count(group => group.Active.Count < Terms.Quorum && group.ClosedAt is null);

    /// <summary>The state of a job that has just been placed.</summary>
    public static JobState Of(JobEvent.JobPlaced placed) => new()
    {
        Placed = placed,
        UnitPrice = placed.Terms.UnitPrice,
        Money = new JobMoney { Funded = placed.Escrow },
    };

    /// <summary>The state after one more event.</summary>
    /// <exception cref="JobHistoryException">The event cannot follow this state.</exception>
    public JobState When(JobEvent happened)
    {
        try
        {
            JobState next = happened switch
            {
                JobEvent.SellerSigned signed => Sign(signed),
                JobEvent.SellerUnsigned unsigned => Unsign(unsigned),
                JobEvent.SellerUnderbid underbid => Underbid(underbid),
                JobEvent.AskLowered lowered => ChangeTenure(lowered, lowered.Tenure, tenure => tenure with { Ask = lowered.Ask }),
                JobEvent.PriceRaised raised => this with { UnitPrice = raised.UnitPrice, Money = Money with { Funded = Money.Funded + raised.Funded } },
                JobEvent.JobFilled filled => this with { Status = JobStatus.Filled, FilledAt = filled.FilledAt },
                JobEvent.SeedArmed armed => this with { SeedBlock = armed.SeedBlock },
                JobEvent.JobStarted started => Start(started),
                JobEvent.ResultCommitted committed => Commit(committed),
                JobEvent.PresenceShown shown => ShowPresence(shown),
                JobEvent.ResultRevealed revealed => Reveal(revealed),
                JobEvent.DigestOpened opened => Open(opened),
                JobEvent.CheckpointSettled settled => Settle(settled),
                JobEvent.SellerFaulted faulted => Fault(faulted),
                JobEvent.SellerExpelled expelled => Expel(expelled),
                JobEvent.SellerResigned resigned => Resign(resigned),
                JobEvent.SellerEquivocated found => Leave(found, found.Rank, found.T0, found.ClosedAt),
                JobEvent.RoundInconclusive inconclusive => EndRound(inconclusive),
                JobEvent.GroupRestarted restarted => Restart(restarted),
                JobEvent.BarrierPassed passed => PassBarrier(passed),
                JobEvent.SellerApplied applied => Apply(applied),
                JobEvent.ApplicationWithdrawn withdrawn => Withdraw(withdrawn),
                JobEvent.DrawArmed armed => ChangeGroup(armed, armed.Group, group => group with { CloseBlock = armed.CloseBlock }),
                JobEvent.SellerSeated seated => Seat(seated),
                JobEvent.JobFrozen frozen => this with { Status = JobStatus.Frozen, FrozenAt = frozen.FrozenAt },
                JobEvent.JobResumed resumed => Resume(resumed),
                JobEvent.TerminationAnnounced announced => this with { AnnouncedAt = announced.AnnouncedAt },
                JobEvent.JobCompleted => this with { Status = JobStatus.Completed },
                JobEvent.JobAborted aborted => this with { Status = JobStatus.Aborted, AbortReason = aborted.Reason },
                JobEvent.JobCancelled cancelled => this with { Status = JobStatus.Cancelled, Compensation = cancelled.Compensation },
                JobEvent.SellerPaid paid => Pay(paid),
                JobEvent.BuyerRefunded refunded => this with { IsRefunded = true, Money = Money with { Refunded = Money.Refunded + refunded.Amount } },
                _ => throw new JobHistoryException(happened, "it is no event of a job that has been placed"),
            };
            return next.BeginsRun(happened) ? next.BeginRun() : next;
        }
        catch (ArithmeticException fault)
        {
            throw new JobHistoryException(happened, "its amounts do not add up", fault);
        }
    }

    /// <summary>The tenure that a seller has or had; <see langword="null"/> for a stranger.</summary>
    public Tenure? TenureOf(Account seller) => Tenures.FirstOrDefault(tenure => tenure.Seller == seller);

    /// <summary>The tenure that is, or was last, at a rank.</summary>
    /// <exception cref="InvalidOperationException">The job has not started.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    public Tenure TenureAt(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, Terms.Ranks);
        return Groups.Count > 0
            ? Tenures[Groups[GroupOf(rank)].Tenures[ReplicaOf(rank)]]
            : throw new InvalidOperationException("The job has not started: its ranks are not drawn.");
    }

    /// <summary>The group of a rank.</summary>
    public int GroupOf(int rank) => rank / Terms.Replication;

    /// <summary>The number of a rank in its group.</summary>
    public int ReplicaOf(int rank) => rank % Terms.Replication;

    // Where the rounds began that may be under way; a settlement of all ranks together can be ahead of it.
    private JobEvent.BarrierPassed LastBarrier { get; init; } = new(0, default);

    private JobState ChangeGroup(JobEvent happened, int id, Func<JobGroup, JobGroup> change) =>
        id >= 0 && id < Groups.Count
            ? this with { Groups = Groups.With(id, change(Groups[id])) }
            : throw new JobHistoryException(happened, $"there is no group {id}");

    // Changes a rank's group, told the rank's number in it.
    private JobState ChangeRank(JobEvent happened, int rank, Func<JobGroup, int, JobGroup> change) =>
        rank >= 0
            ? ChangeGroup(happened, GroupOf(rank), group => change(group, ReplicaOf(rank)))
            : throw new JobHistoryException(happened, $"there is no rank {rank}");

    private JobState ChangeTenure(JobEvent happened, int id, Func<Tenure, Tenure> change) =>
        id >= 0 && id < Tenures.Count
            ? this with { Tenures = Tenures.With(id, change(Tenures[id])) }
            : throw new JobHistoryException(happened, $"there is no tenure {id}");
}
