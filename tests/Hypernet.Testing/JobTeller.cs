using Hypernet.Market;

namespace Hypernet.Testing;

/// <summary>Tells a job event by event: unit price 1000, unit collateral 2000, fee 1 %, windows of 15 s to reveal and 120 s to recruit.</summary>
/// <typeparam name="TSelf">The teller itself, for chains of calls.</typeparam>
public abstract class JobTeller<TSelf>
    where TSelf : JobTeller<TSelf>
{
    /// <summary>Places the job.</summary>
    /// <param name="groups">How many groups it has.</param>
    /// <param name="replication">Ranks in each group.</param>
    /// <param name="quorum">Equal results that settle.</param>
    /// <param name="checkpoints">How many checkpoints it has.</param>
    /// <param name="work">The window to commit.</param>
    /// <param name="auction">How long slots are underbid from the begin on; null for no auction.</param>
    protected JobTeller(int groups, int replication, int quorum, int checkpoints, TimeSpan work, TimeSpan? auction = null)
    {
        var terms = new Terms(
            new Amount(1000),
            new Amount(2000),
            groups,
            replication,
            quorum,
            checkpoints,
            work,
            Reveal: TimeSpan.FromSeconds(15),
            Recruit: TimeSpan.FromSeconds(120),
            SignDeadline: Begin + TimeSpan.FromHours(1),
            AuctionEnd: Begin + auction,
            LossPolicy.Restart,
            Numerics: default,
            SpecHash: Bytes32.Sha256("package"u8),
            LeastStake: default,
            LeastPoints: default,
            MostStrikes: 5,
            new Requirements());
        var escrow = new Amount(1010) * (UInt128)(terms.Ranks * checkpoints);
        State = JobState.Of(new JobEvent.JobPlaced(
            PersonOf(100), PersonOf(101), PersonOf(102), default, escrow, new Snapshot(100, 1000, TimeSpan.FromMinutes(1), 4), terms, [], "store:x"));
    }

    /// <summary>The job as told so far.</summary>
    public JobState State { get; private set; }

    /// <summary>The time of the story.</summary>
    public DateTimeOffset Now { get; private set; } = Begin;

    /// <summary>When every story begins.</summary>
    protected static DateTimeOffset Begin => DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private TSelf Self => (TSelf)this;

    /// <summary>These events happen.</summary>
    public TSelf Tell(params JobEvent[] events)
    {
        State = events.Aggregate(State, (state, happened) => state.When(happened));
        return Self;
    }

    /// <summary>Time passes.</summary>
    public TSelf Wait(int seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return Self;
    }

    /// <summary>Somebody signs the next slot.</summary>
    public TSelf Sign(int person) => Tell(new JobEvent.SellerSigned(
        State.Tenures.Count, PersonOf(person), PersonOf(person), PersonOf(person), new Amount(900), "tcp://1.2.3.4:5"));

    /// <summary>Somebody takes a slot from whoever has it.</summary>
    public TSelf Underbid(int person, int slot, ulong ask, int extensions = 0) => Tell(new JobEvent.SellerUnderbid(
        slot, PersonOf(person), State.Tenures[slot].Seller, PersonOf(person), PersonOf(person), new Amount(ask), extensions, "tcp://5.6.7.8:9"));

    /// <summary>A person for each slot signs it.</summary>
    public TSelf SignAll()
    {
        for (int slot = 0; slot < State.Terms.Ranks; slot++)
        {
            Sign(slot);
        }

        return Self;
    }

    /// <summary>A rank commits.</summary>
    public TSelf Commit(int rank, bool isLast = false) => Tell(new JobEvent.ResultCommitted(
        State.GroupOf(rank), State.Checkpoint, rank, 0, State.TenureAt(rank).Id, Bytes32.Sha256([(byte)rank]), isLast ? Now : null));

    /// <summary>A rank loses the collateral of so many checkpoints.</summary>
    public TSelf Fault(int rank, Verdict verdict, int cells = 1)
    {
        var tenure = State.TenureAt(rank);
        return Tell(new JobEvent.SellerFaulted(
            tenure.Id, tenure.Seller, State.Checkpoint, State.GroupOf(rank), rank, verdict, State.Terms.UnitCollateral * (UInt128)cells));
    }

    /// <summary>The next checkpoint begins.</summary>
    public TSelf PassBarrier() => Tell(new JobEvent.BarrierPassed(State.Checkpoint + 1, Now));

    /// <summary>Somebody applies for a vacancy.</summary>
    public TSelf Apply(int person, int group = 0, int cells = 1) => Tell(new JobEvent.SellerApplied(
        group, PersonOf(person), PersonOf(person), PersonOf(person), new Amount(800), cells, "tcp://9.9.9.9:9"));

    /// <summary>The account of a person.</summary>
    protected static Account PersonOf(int number)
    {
        var bytes = new byte[Account.Length];
        bytes[^1] = (byte)number;
        return new Account(bytes);
    }
}
