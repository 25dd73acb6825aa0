using System.Text;
using Hypernet.Agent.Accords;
using Hypernet.Agent.Accusations;
using Hypernet.Agent.Duties;
using Hypernet.Contracts;
using Hypernet.Market;
using Hypernet.Testing;

namespace Hypernet.Agent.Tests.Duties;

/// <summary>
/// Tells a job event by event and asks what is due for one seller: groups of 3 with quorum 2, 3 checkpoints, windows of 40 s
/// for work, 15 s for reveals and 120 s for recruiting.
/// </summary>
internal sealed class Story(int groups = 1, int replication = 3, int quorum = 2, int checkpoints = 3, TimeSpan? auction = null)
    : JobTeller<Story>(groups, replication, quorum, checkpoints, TimeSpan.FromSeconds(40), auction)
{
    public const ulong ChainId = 31337;
    public const ulong SeedBlock = 7;

    public static readonly DateTimeOffset Dawn = Begin;

    private readonly List<CheckpointRecord> _records = [];
    private Account? _teller;

    public ulong Block { get; set; } = SeedBlock + 1;

    public ulong RoundBegan { get; set; } = SeedBlock + 1;

    public bool IsHeldUp { get; set; }

    /// <summary>How far the sellers agree.</summary>
    public Agreement? Agreement { get; set; }

    /// <summary>Whom the seller accuses.</summary>
    public Accusation? Accusation { get; set; }

    /// <summary>The seller that is asked for: the one at rank 0 unless named.</summary>
    public Account Me
    {
        get => _teller ?? State.TenureAt(0).Seller;
        set => _teller = value;
    }

    public static Account Person(int number) => PersonOf(number);

    public static Story Filled(int groups = 1, int replication = 3, int quorum = 2, int checkpoints = 3) =>
        new Story(groups, replication, quorum, checkpoints).SignAll().Tell(new JobEvent.JobFilled(Dawn), new JobEvent.SeedArmed(SeedBlock));

    public static Story Started(int groups = 1, int replication = 3, int quorum = 2, int checkpoints = 3) =>
        Filled(groups, replication, quorum, checkpoints).Tell(new JobEvent.JobStarted(Bytes32.Sha256("seed"u8), Dawn));

    public CheckpointRecord Record(int group = 0, string result = "the truth") => new CheckpointRecord.Reached(
        RoundOf(group),
        0,
        Transcript.Start(State.Job, (uint)State.Checkpoint, (uint)group),
        Bytes32.Sha256(Encoding.UTF8.GetBytes(result)),
        Bytes32.Sha256("state"u8));

    /// <summary>The seller has computed its result.</summary>
    public Story Compute(int group = 0, string result = "the truth")
    {
        _records.Add(Record(group, result));
        return this;
    }

    public Story CommitAll(int group = 0)
    {
        int[] ranks = RanksOf(group);
        Array.ForEach(ranks, rank => Commit(rank, isLast: rank == ranks[^1]));
        return this;
    }

    public Story Reveal(int rank, string result = "the truth")
    {
        int group = State.GroupOf(rank);
        var tag = Commitments.Tag(Record(group, result));
        return Tell(new JobEvent.ResultRevealed(group, State.Checkpoint, rank, 0, State.TenureAt(rank).Id, tag, tag));
    }

    /// <summary>All agree but the faulty, who leave as having missed.</summary>
    public Story Settle(int group, params int[] faulty)
    {
        var left = faulty.Aggregate(ReplicaSet.Empty, (set, rank) => set | ReplicaSet.Of(State.ReplicaOf(rank)));
        Tell(new JobEvent.CheckpointSettled(
            group, State.Checkpoint, 0, Record(group).Digest, State.Groups[group].Active - left, left, SettlementPath.Tally));
        Array.ForEach(faulty, rank => Fault(rank, Verdict.Missed));
        return this;
    }

    public Story Seat(int person, int rank, DateTimeOffset? t0 = null) => Tell(new JobEvent.SellerSeated(
        State.GroupOf(rank), State.Tenures.Count, Person(person), rank, t0 is null ? State.Checkpoint + 1 : State.Checkpoint, 1, t0));

    /// <summary>All ranks of a group leave, and the job freezes.</summary>
    public Story Freeze(int group = 0)
    {
        Tell(new JobEvent.RoundInconclusive(group, State.Checkpoint, 0, default));
        Array.ForEach(RanksOf(group), rank => Fault(rank, Verdict.Delayed));
        return Tell(new JobEvent.GroupRestarted(group, State.Checkpoint, 1, default, Now), new JobEvent.JobFrozen(Now));
    }

    public Story End() => Tell(new JobEvent.JobCompleted());

    public Story Pay(int tenure, int cells, bool isClosed) => Tell(new JobEvent.SellerPaid(
        tenure, State.Tenures[tenure].Seller, cells, default, default, default, default, default, isClosed));

    /// <summary>All are paid what is settled.</summary>
    public Story Claimed()
    {
        foreach (var tenure in State.Tenures.Where(tenure => tenure.ClaimableCells > 0))
        {
            Pay(tenure.Id, tenure.ClaimableCells, isClosed: false);
        }

        return this;
    }

    /// <summary>All that is due.</summary>
    public IReadOnlyList<Duty> Due() => [.. DutyList.Of(new Situation
    {
        Job = State,
        ChainId = ChainId,
        Seller = Me,
        Block = Block,
        Now = Now,
        RoundBegan = RoundBegan,
        RecordOf = round => _records.Find(record => record.Context == round),
        IsHeldUp = IsHeldUp,
        Accusation = Accusation,
        AgreementOn = _ => Agreement,
        PledgesIn = _ => Agreement?.Bound ?? [],
    })];

    private RoundContext RoundOf(int group) =>
        new(ChainId, State.Job, (uint)State.Checkpoint, (uint)State.Groups[group].Attempt, (uint)group);

    private int[] RanksOf(int group) =>
        [.. State.Groups[group].Active.Replicas().Select(replica => (group * State.Terms.Replication) + replica)];
}
