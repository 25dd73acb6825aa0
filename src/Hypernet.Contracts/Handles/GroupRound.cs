using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>Where a group's round stands, as the chain itself says.</summary>
/// <param name="Checkpoint">The checkpoint in work.</param>
/// <param name="Attempt">The group's attempt.</param>
/// <param name="T0">When the round began.</param>
/// <param name="ClosedAt">When commitments closed; <see langword="null"/> while they are open.</param>
/// <param name="IsSettled">Whether the checkpoint is settled.</param>
/// <param name="Committed">Replicas that have committed.</param>
/// <param name="Revealed">Replicas that have revealed.</param>
public sealed record GroupRound(
    int Checkpoint, int Attempt, DateTimeOffset T0, DateTimeOffset? ClosedAt, bool IsSettled, ReplicaSet Committed, ReplicaSet Revealed);
