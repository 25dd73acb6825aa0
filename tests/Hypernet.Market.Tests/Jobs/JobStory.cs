using Hypernet.Testing;

namespace Hypernet.Market;

/// <summary>Tells a job event by event: 2 groups of 3 replicas, quorum 2, 3 checkpoints, unless told otherwise.</summary>
internal sealed class JobStory(int groups = 2, int replication = 3, int quorum = 2, int checkpoints = 3, TimeSpan? auction = null)
    : JobTeller<JobStory>(groups, replication, quorum, checkpoints, TimeSpan.FromSeconds(41), auction)
{
    public static readonly DateTimeOffset Dawn = Begin;

    public static readonly Bytes32 Digest = Bytes32.Sha256("digest"u8);

    public static Account Person(int number) => PersonOf(number);

    /// <summary>A story that has come to the start of its first checkpoint.</summary>
    public static JobStory Started(int groups = 2, int replication = 3, int quorum = 2, int checkpoints = 3)
    {
        var story = new JobStory(groups, replication, quorum, checkpoints).SignAll();
        return story.Tell(
            new JobEvent.JobFilled(story.Now), new JobEvent.SeedArmed(7), new JobEvent.JobStarted(Bytes32.Sha256("seed"u8), story.Now));
    }

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
}
