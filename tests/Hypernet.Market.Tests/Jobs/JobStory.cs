namespace Hypernet.Market;

/// <summary>Tells a job event by event: 2 groups of 3 replicas, quorum 2, 3 checkpoints, price 10, collateral 20, fee 1 %.</summary>
internal sealed class JobStory
{
    public static readonly DateTimeOffset Dawn = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public static readonly Bytes32 Digest = Bytes32.Sha256("digest"u8);

    public JobStory(int groups = 2, int replication = 3, int quorum = 2, int checkpoints = 3)
    {
        var terms = new Terms(
            new Amount(1000),
            new Amount(2000),
            groups,
            replication,
            quorum,
            checkpoints,
            TimeSpan.FromSeconds(41),
            TimeSpan.FromSeconds(15),
            TimeSpan.FromSeconds(120),
            Dawn + TimeSpan.FromHours(1),
            AuctionEnd: null,
            LossPolicy.Restart,
            Numerics: default,
            SpecHash: Bytes32.Sha256("package"u8),
            LeastStake: default,
            LeastPoints: default,
            MostStrikes: 5,
            new Requirements());
        State = JobState.Of(new JobEvent.JobPlaced(
            Person(100), Person(101), Person(102), default, new Amount(1010) * (UInt128)(terms.Ranks * checkpoints), new Snapshot(100, 1000, TimeSpan.FromMinutes(1), 4), terms, [], "store:x"));
    }

    public JobState State { get; private set; }

    public DateTimeOffset Now { get; private set; } = Dawn;

    public static Account Person(int number)
    {
        var bytes = new byte[Account.Length];
        bytes[^1] = (byte)number;
        return new Account(bytes);
    }

    /// <summary>A story that has come to the start of its first checkpoint.</summary>
    public static JobStory Started(int groups = 2, int replication = 3, int quorum = 2, int checkpoints = 3)
    {
        var story = new JobStory(groups, replication, quorum, checkpoints);
        for (int slot = 0; slot < groups * replication; slot++)
        {
            story.Sign(slot);
        }

        return story.Tell(
            new JobEvent.JobFilled(story.Now), new JobEvent.SeedArmed(7), new JobEvent.JobStarted(Bytes32.Sha256("seed"u8), story.Now));
    }

    public JobStory Tell(params JobEvent[] events)
    {
        State = events.Aggregate(State, (state, happened) => state.When(happened));
        return this;
    }

    public JobStory Wait(int seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public JobStory Sign(int slot) => Tell(new JobEvent.SellerSigned(slot, Person(slot), Person(slot), Person(slot), new Amount(900), "tcp://1.2.3.4:5"));

    public JobStory Commit(int rank, bool isLast = false) => Tell(new JobEvent.ResultCommitted(
        State.GroupOf(rank), State.Checkpoint, rank, 0, State.TenureAt(rank).Id, Digest, isLast ? Now : null));

    public JobStory Reveal(int rank) => Tell(new JobEvent.ResultRevealed(
        State.GroupOf(rank), State.Checkpoint, rank, 0, State.TenureAt(rank).Id, new Bytes16(new byte[16]), new Bytes16(new byte[16])));

    /// <summary>All active ranks of a group commit, reveal, and the group settles with the faulty ones leaving as wrong.</summary>
    public JobStory Settle(int group, params int[] faulty)
    {
        ReplicaSet active = State.Groups[group].Active;
        ReplicaSet wrong = faulty.Aggregate(ReplicaSet.Empty, (set, replica) => set | ReplicaSet.Of(replica));
        foreach (int replica in active.Replicas())
        {
            Commit((group * State.Terms.Replication) + replica);
        }

        foreach (int replica in active.Replicas())
        {
            Reveal((group * State.Terms.Replication) + replica);
        }

        Tell(
            new JobEvent.DigestOpened(group, State.Checkpoint, 0, Digest, false),
            new JobEvent.CheckpointSettled(group, State.Checkpoint, 0, Digest, active - wrong, wrong, SettlementPath.Tally));
        foreach (int replica in faulty)
        {
            Fault((group * State.Terms.Replication) + replica, Verdict.Wrong, State.Terms.Checkpoints - State.Checkpoint + 1);
        }

        return this;
    }

    public JobStory Fault(int rank, Verdict verdict, int cells)
    {
        Tenure tenure = State.TenureAt(rank);
        return Tell(new JobEvent.SellerFaulted(
            tenure.Id, tenure.Seller, State.Checkpoint, State.GroupOf(rank), rank, verdict, State.Terms.UnitCollateral * (UInt128)cells));
    }

    public JobStory PassBarrier() => Tell(new JobEvent.BarrierPassed(State.Checkpoint + 1, Now));

    public JobStory Apply(int person, int group, int cells) => Tell(new JobEvent.SellerApplied(
        group, Person(person), Person(person), Person(person), new Amount(800), cells, "tcp://9.9.9.9:9"));
}
