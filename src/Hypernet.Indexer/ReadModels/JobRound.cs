using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>One attempt of one group at one checkpoint.</summary>
/// <param name="Checkpoint">The checkpoint, from 1.</param>
/// <param name="Group">The group, from 0.</param>
/// <param name="Attempt">The attempt, from 0; it grows when the group restarts empty.</param>
/// <param name="Phase">Where it stands; Settled when it has a digest. A round that ended without one stays where it was.</param>
/// <param name="Digest">What the group settled on; null before, and without a quorum.</param>
/// <param name="Replicas">The ranks that took part, by rank.</param>
public sealed record JobRound(
    int Checkpoint, int Group, int Attempt, RoundPhase Phase, Bytes32? Digest, IReadOnlyList<RoundReplica> Replicas);
