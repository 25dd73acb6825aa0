namespace Hypernet.Market;

public sealed partial record JobState
{
    // The chain's clock: what must be over at a moment is over one second later.
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // By how much an underbid in its last moments extends an auction.
    private static readonly TimeSpan Extension = TimeSpan.FromMinutes(1);

    /// <summary>The time that work and reveal deadlines are compared with: it stands still while the job is frozen.</summary>
    /// <param name="now">The latest block's time.</param>
    public DateTimeOffset Clock(DateTimeOffset now) => Status == JobStatus.Frozen ? FrozenAt!.Value : now;

    /// <summary>Where a group stands.</summary>
    /// <param name="group">One of <see cref="Groups"/>.</param>
    /// <param name="now">The latest block's time.</param>
    public RoundPhase PhaseOf(JobGroup group, DateTimeOffset now) =>
        group.SettledCheckpoint == Checkpoint ? RoundPhase.Settled
        : ClosedAt(group, now) is null ? RoundPhase.Commit
        : RoundPhase.Reveal;

    /// <summary>When a group's commitments closed: by the last one awaited, or with the work window; <see langword="null"/> while they are open.</summary>
    /// <param name="group">One of <see cref="Groups"/>.</param>
    /// <param name="now">The latest block's time.</param>
    public DateTimeOffset? ClosedAt(JobGroup group, DateTimeOffset now) =>
        group.ClosedAt ?? (Clock(now) > CommitDeadline(group) ? CommitDeadline(group) : null);

    /// <summary>The last moment at which a group's ranks can commit.</summary>
    /// <param name="group">One of <see cref="Groups"/>.</param>
    public DateTimeOffset CommitDeadline(JobGroup group) => group.T0 + Terms.Work;

    /// <summary>The first moment at which a group's ranks can show presence.</summary>
    /// <param name="group">One of <see cref="Groups"/>.</param>
    public DateTimeOffset PresenceFrom(JobGroup group) => group.T0 + TimeSpan.FromSeconds((long)Terms.Work.TotalSeconds / 2);

    /// <summary>The last moment at which a group's ranks can reveal; <see langword="null"/> while commitments are open.</summary>
    /// <param name="group">One of <see cref="Groups"/>.</param>
    /// <param name="now">The latest block's time.</param>
    public DateTimeOffset? RevealDeadline(JobGroup group, DateTimeOffset now) => ClosedAt(group, now) + Terms.Reveal;

    /// <summary>The last moment at which a digest that a quorum of tags stands for is waited for; <see langword="null"/> while commitments are open.</summary>
    /// <param name="group">One of <see cref="Groups"/>.</param>
    /// <param name="now">The latest block's time.</param>
    public DateTimeOffset? OpenDeadline(JobGroup group, DateTimeOffset now) => ClosedAt(group, now) + (2 * Terms.Reveal);

    /// <summary>The last moment at which slots are underbid, extensions included; <see langword="null"/> without an auction.</summary>
    public DateTimeOffset? AuctionEnd => Terms.AuctionEnd + (Extensions * Extension);

    /// <summary>Whether somebody can take a slot for less now.</summary>
    /// <param name="now">The latest block's time.</param>
    public bool IsAuction(DateTimeOffset now) =>
        (Status == JobStatus.Filled || (Status == JobStatus.Open && now <= Terms.SignDeadline)) && now <= AuctionEnd;

    /// <summary>The first moment at which anyone, not the buyer alone, can cancel; <see langword="null"/> if the job is neither open nor filled.</summary>
    public DateTimeOffset? CancellableFrom => Status switch
    {
        JobStatus.Open => Terms.SignDeadline + Second,
        JobStatus.Filled => (AuctionEnd > FilledAt ? AuctionEnd : FilledAt) + Terms.Recruit + Second,
        _ => null,
    };

    /// <summary>From when on the checkpoint in work is the last one, as the buyer has announced; <see langword="null"/> if it has not.</summary>
    public DateTimeOffset? TerminatesFrom => AnnouncedAt + Terms.Work;

    /// <summary>The first moment at which anyone can abort the job, as not recruited or as the buyer has announced; <see langword="null"/> if it is not frozen.</summary>
    public DateTimeOffset? AbortableFrom
    {
        get
        {
            if (Status != JobStatus.Frozen)
            {
                return null;
            }

            // One budget for the whole job, and two reveal windows for each freeze.
            TimeSpan left = Terms.Recruit < FrozenTime ? TimeSpan.Zero : Terms.Recruit + Second - FrozenTime;
            TimeSpan least = 2 * Terms.Reveal;
            DateTimeOffset? unrecruited = FrozenAt + (left > least ? left : least);
            DateTimeOffset? terminated = (AnnouncedAt > FrozenAt ? AnnouncedAt : FrozenAt) + least;
            return AnnouncedAt is not null && terminated < unrecruited ? terminated : unrecruited;
        }
    }
}
