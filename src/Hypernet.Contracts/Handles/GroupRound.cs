using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>Where a group's round stands, as the chain itself says.</summary>
/// <param name="Checkpoint">The checkpoint in work.</param>
/// <param name="Attempt">The group's attempt.</param>
/// <param name="IsClosed">Whether commitments are closed.</param>
/// <param name="IsSettled">Whether the checkpoint is settled.</param>
/// <param name="Committed">Replicas that have committed.</param>
/// <param name="Revealed">Replicas that have revealed.</param>
public sealed record GroupRound(int Checkpoint, int Attempt, bool IsClosed, bool IsSettled, ReplicaSet Committed, ReplicaSet Revealed);
