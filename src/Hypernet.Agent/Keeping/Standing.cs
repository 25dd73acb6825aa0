using Hypernet.Agent.Peers;
using Hypernet.Market;

namespace Hypernet.Agent.Keeping;

/// <summary>What stands on chain at one moment, as far as it matters to who gives and keeps checkpoints.</summary>
internal sealed class Standing
{
    private readonly JobState _job;
    private readonly IReadOnlyList<int> _givers;
    private readonly Dictionary<Bytes32, (int Group, int Checkpoint)> _wanted = [];

    /// <summary>Works it out.</summary>
    /// <param name="job">The job.</param>
    /// <param name="own">The own rank.</param>
    /// <param name="computed">What this seller has computed.</param>
    public Standing(JobState job, int own, IEnumerable<(CheckpointRecord Record, IReadOnlyList<string> Files)> computed)
    {
        _job = job;
        var (groups, replication) = (job.Terms.Groups, job.Terms.Replication);
        var present = Enumerable.Range(0, job.Terms.Ranks).Where(rank => rank != own && PeerSeats.IsCurrent(job, job.TenureAt(rank))).ToHashSet();
        Keepers = [.. KeeperRule.Of(own, groups, replication).Where(present.Contains)];
        var givers = Enumerable.Range(0, job.Terms.Ranks).Where(rank => KeeperRule.Of(rank, groups, replication).Contains(own)).ToList();
        _givers = [.. givers.Where(present.Contains)];
        Holders = [.. KeeperRule.OfGroup(job.GroupOf(own), groups, replication).Where(present.Contains)];

        // Also if they are gone: then above all it is needed.
        foreach (int group in givers.Select(job.GroupOf).Distinct())
        {
            foreach (var (digest, checkpoint) in Settled(job.Groups[group]))
            {
                _wanted[digest] = (group, checkpoint);
            }
        }

        Wanted = _wanted.Keys.ToHashSet();
        var records = computed.GroupBy(each => each.Record.Digest).ToDictionary(each => each.Key, each => each.First().Files);
        Shown = Settled(job.Groups[job.GroupOf(own)])
            .Where(settled => records.ContainsKey(settled.Digest))
            .DistinctBy(settled => settled.Digest)
            .ToDictionary(settled => settled.Digest, settled => (settled.Checkpoint, records[settled.Digest]));
    }

    /// <summary>The present tenants among those who are to keep what this seller has computed.</summary>
    public IReadOnlyList<int> Keepers { get; }

    /// <summary>Those who may have what this seller's group has computed.</summary>
    public IReadOnlyList<int> Holders { get; }

    /// <summary>What this seller has computed, and anybody in the job may have, the newest first.</summary>
    public IReadOnlyDictionary<Bytes32, (int Checkpoint, IReadOnlyList<string> Files)> Shown { get; }

    /// <summary>What it is to keep of others.</summary>
    public IReadOnlySet<Bytes32> Wanted { get; }

    /// <summary>Whether a rank is to give this seller what a digest stands for.</summary>
    public bool Awaits(int giver, Bytes32 digest) => _givers.Contains(giver) && _wanted.TryGetValue(digest, out var place) && place.Group == _job.GroupOf(giver);

    /// <summary>Of what a wanted digest is.</summary>
    public (int Group, int Checkpoint) PlaceOf(Bytes32 digest) => _wanted[digest];

    /// <summary>Who is at a rank.</summary>
    public int TenureAt(int rank) => _job.TenureAt(rank).Id;

    private static IEnumerable<(Bytes32 Digest, int Checkpoint)> Settled(JobGroup group) =>
        group.Digests.Select((digest, number) => (digest, number + 1)).Reverse().Take(CheckpointExchange.CheckpointsKept);
}
