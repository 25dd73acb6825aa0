namespace Hypernet.Market;

public abstract partial record JobEvent
{
    /// <summary>A rank committed its result.</summary>
    /// <param name="Group">The rank's group.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Rank">The rank.</param>
    /// <param name="Attempt">The group's attempt.</param>
    /// <param name="Tenure">Who is at the rank.</param>
    /// <param name="Commitment">The salted hash of tag and seal.</param>
    /// <param name="ClosedAt">When this commitment, as the last one awaited, closed the group's; <see langword="null"/> if they stay open.</param>
    public sealed record ResultCommitted(
        int Group, int Checkpoint, int Rank, int Attempt, int Tenure, Bytes32 Commitment, DateTimeOffset? ClosedAt) : JobEvent;

    /// <summary>A rank showed that it is alive, though held up.</summary>
    /// <param name="Group">The rank's group.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Rank">The rank.</param>
    /// <param name="Attempt">The group's attempt.</param>
    /// <param name="Tenure">Who is at the rank.</param>
    public sealed record PresenceShown(int Group, int Checkpoint, int Rank, int Attempt, int Tenure) : JobEvent;

    /// <summary>A rank's commitment was opened.</summary>
    /// <param name="Group">The rank's group.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Rank">The rank.</param>
    /// <param name="Attempt">The group's attempt.</param>
    /// <param name="Tenure">Who is at the rank.</param>
    /// <param name="Tag">Names the digest, equal at all replicas that agree.</param>
    /// <param name="Seal">Binds the digest to the rank.</param>
    public sealed record ResultRevealed(
        int Group, int Checkpoint, int Rank, int Attempt, int Tenure, Bytes16 Tag, Bytes16 Seal) : JobEvent;

    /// <summary>The digest that a quorum of tags stands for was opened.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Attempt">The group's attempt.</param>
    /// <param name="Digest">SHA-256 of the checkpoint record.</param>
    /// <param name="HasFailed">Whether it says that the program failed.</param>
    public sealed record DigestOpened(int Group, int Checkpoint, int Attempt, Bytes32 Digest, bool HasFailed) : JobEvent;

    /// <summary>A group's checkpoint is decided: each honest rank has earned one cell.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Checkpoint">The checkpoint. On <see cref="SettlementPath.Together"/> all between it and the group's last one are settled with it, each of them one cell.</param>
    /// <param name="Attempt">The group's attempt.</param>
    /// <param name="Digest">The digest that stands on chain from now on.</param>
    /// <param name="Honest">Ranks that keep their place.</param>
    /// <param name="Faulty">Ranks that leave, each with its own <see cref="SellerFaulted"/>.</param>
    /// <param name="Path">How it was settled.</param>
    public sealed record CheckpointSettled(
        int Group,
        int Checkpoint,
        int Attempt,
        Bytes32 Digest,
        ReplicaSet Honest,
        ReplicaSet Faulty,
        SettlementPath Path) : JobEvent;

    /// <summary>A seller lost collateral, and its place.</summary>
    /// <param name="Tenure">Its tenure.</param>
    /// <param name="Seller">The seller.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Group">Its group.</param>
    /// <param name="Rank">Its rank.</param>
    /// <param name="Verdict">Why.</param>
    /// <param name="Amount">What it forfeits.</param>
    public sealed record SellerFaulted(
        int Tenure, Account Seller, int Checkpoint, int Group, int Rank, Verdict Verdict, Amount Amount) : JobEvent;

    /// <summary>A quorum of its group expelled a seller; its own <see cref="SellerFaulted"/> follows. What it has committed in this round is void.</summary>
    /// <param name="Tenure">Its tenure.</param>
    /// <param name="Seller">The seller.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Group">Its group.</param>
    /// <param name="Attempt">The group's attempt.</param>
    /// <param name="Rank">Its rank.</param>
    /// <param name="Accusers">The ranks that signed.</param>
    /// <param name="EvidenceHash">What names the evidence that they hold.</param>
    public sealed record SellerExpelled(
        int Tenure,
        Account Seller,
        int Checkpoint,
        int Group,
        int Attempt,
        int Rank,
        ReplicaSet Accusers,
        Bytes32 EvidenceHash) : JobEvent;

    /// <summary>A seller gave its rank up; its own <see cref="SellerFaulted"/> follows.</summary>
    /// <param name="Tenure">Its tenure.</param>
    /// <param name="Seller">The seller.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Group">Its group.</param>
    /// <param name="Rank">Its rank.</param>
    /// <param name="T0">When the group's round begins anew, with those that were pending; <see langword="null"/> if it goes on.</param>
    /// <param name="ClosedAt">When the commitments of the group have closed; <see langword="null"/> while they are open. Without meaning for a rank that was pending.</param>
    public sealed record SellerResigned(
        int Tenure,
        Account Seller,
        int Checkpoint,
        int Group,
        int Rank,
        DateTimeOffset? T0,
        DateTimeOffset? ClosedAt) : JobEvent;

    /// <summary>A seller was found to have bound itself to two commitments in one round; its own <see cref="SellerFaulted"/> follows. What it has committed in this round is void.</summary>
    /// <param name="Tenure">Its tenure.</param>
    /// <param name="Seller">The seller.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Group">Its group.</param>
    /// <param name="Attempt">The group's attempt.</param>
    /// <param name="Rank">Its rank.</param>
    /// <param name="First">One commitment.</param>
    /// <param name="Second">The other one.</param>
    /// <param name="T0">As in <see cref="SellerResigned"/>.</param>
    /// <param name="ClosedAt">As in <see cref="SellerResigned"/>.</param>
    public sealed record SellerEquivocated(
        int Tenure,
        Account Seller,
        int Checkpoint,
        int Group,
        int Attempt,
        int Rank,
        Bytes32 First,
        Bytes32 Second,
        DateTimeOffset? T0,
        DateTimeOffset? ClosedAt) : JobEvent;

    /// <summary>A round ended without a majority; all active ranks of the group have left.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Attempt">The group's attempt.</param>
    /// <param name="Agreeing">Ranks with the most frequent tag.</param>
    public sealed record RoundInconclusive(int Group, int Checkpoint, int Attempt, ReplicaSet Agreeing) : JobEvent;

    /// <summary>A group's round begins anew: with the next attempt after an inconclusive one, with the same if nobody had committed.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="Attempt">The group's attempt from now on.</param>
    /// <param name="Active">Ranks that take part from now on, those among them that were pending included.</param>
    /// <param name="T0">When it begins.</param>
    public sealed record GroupRestarted(int Group, int Checkpoint, int Attempt, ReplicaSet Active, DateTimeOffset T0) : JobEvent;

    /// <summary>All groups have settled: the next checkpoint begins everywhere, and pending ranks become active.</summary>
    /// <param name="Checkpoint">The checkpoint that begins.</param>
    /// <param name="T0">When it begins.</param>
    public sealed record BarrierPassed(int Checkpoint, DateTimeOffset T0) : JobEvent;
}
