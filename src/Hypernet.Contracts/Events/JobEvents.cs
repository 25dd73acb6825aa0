using System.Diagnostics.CodeAnalysis;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>
/// Logs of a job's contract as events. They count only if the canonical factory has announced the job's address;
/// <see cref="FactoryEvents"/> reads that.
/// </summary>
public static class JobEvents
{
    private static readonly EventDecoder<JobEvent> Decoder = new(new()
    {
        [JobAbi.SellerSignedEvent.EventTopic] = static (topics, data) => JobAbi.SellerSignedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.SellerSigned(checked((int)e.Tenure), e.Seller.ToAccount(), e.AgentKey.ToAccount(), e.Beneficiary.ToAccount(), new Amount(e.Ask), e.Endpoint)
            : null,
        [JobAbi.SellerUnsignedEvent.EventTopic] = static (topics, data) => JobAbi.SellerUnsignedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.SellerUnsigned(checked((int)e.Tenure), e.Seller.ToAccount(), e.Forfeited.ToAmount())
            : null,
        [JobAbi.SellerUnderbidEvent.EventTopic] = static (topics, data) => JobAbi.SellerUnderbidEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.SellerUnderbid(
                checked((int)e.Tenure),
                e.Seller.ToAccount(),
                e.Displaced.ToAccount(),
                e.AgentKey.ToAccount(),
                e.Beneficiary.ToAccount(),
                new Amount(e.Ask),
                e.Extensions,
                e.Endpoint)
            : null,
        [JobAbi.AskLoweredEvent.EventTopic] = static (topics, data) => JobAbi.AskLoweredEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.AskLowered(checked((int)e.Tenure), e.Seller.ToAccount(), new Amount(e.Ask))
            : null,
        [JobAbi.PriceRaisedEvent.EventTopic] = static (topics, data) => JobAbi.PriceRaisedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.PriceRaised(new Amount(e.UnitPrice), e.Funded.ToAmount())
            : null,
        [JobAbi.JobFilledEvent.EventTopic] = static (topics, data) => JobAbi.JobFilledEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.JobFilled(e.FilledAt.ToTime())
            : null,
        [JobAbi.SeedArmedEvent.EventTopic] = static (topics, data) => JobAbi.SeedArmedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.SeedArmed(e.SeedBlock)
            : null,
        [JobAbi.JobStartedEvent.EventTopic] = static (topics, data) => JobAbi.JobStartedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.JobStarted(e.Seed.ToBytes32(), e.T0.ToTime())
            : null,
        [JobAbi.ResultCommittedEvent.EventTopic] = static (topics, data) => JobAbi.ResultCommittedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.ResultCommitted(e.Group, e.Checkpoint, e.Rank, e.Attempt, checked((int)e.Tenure), e.Commitment.ToBytes32(), e.ClosedAt.ToTimeOrNone())
            : null,
        [JobAbi.PresenceShownEvent.EventTopic] = static (topics, data) => JobAbi.PresenceShownEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.PresenceShown(e.Group, e.Checkpoint, e.Rank, e.Attempt, checked((int)e.Tenure))
            : null,
        [JobAbi.ResultRevealedEvent.EventTopic] = static (topics, data) => JobAbi.ResultRevealedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.ResultRevealed(e.Group, e.Checkpoint, e.Rank, e.Attempt, checked((int)e.Tenure), e.Tag.ToBytes16(), e.Seal.ToBytes16())
            : null,
        [JobAbi.DigestOpenedEvent.EventTopic] = static (topics, data) => JobAbi.DigestOpenedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.DigestOpened(e.Group, e.Checkpoint, e.Attempt, e.Digest.ToBytes32(), e.HasFailed)
            : null,
        [JobAbi.CheckpointSettledEvent.EventTopic] = static (topics, data) => JobAbi.CheckpointSettledEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.CheckpointSettled(e.Group, e.Checkpoint, e.Attempt, e.Digest.ToBytes32(), new ReplicaSet(e.Honest), new ReplicaSet(e.Faulty), e.Path)
            : null,
        [JobAbi.SellerFaultedEvent.EventTopic] = static (topics, data) => JobAbi.SellerFaultedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.SellerFaulted(checked((int)e.Tenure), e.Seller.ToAccount(), e.Checkpoint, e.Group, e.Rank, e.Verdict, e.Amount.ToAmount())
            : null,
        [JobAbi.SellerExpelledEvent.EventTopic] = static (topics, data) => JobAbi.SellerExpelledEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.SellerExpelled(
                checked((int)e.Tenure),
                e.Seller.ToAccount(),
                e.Checkpoint,
                e.Group,
                e.Attempt,
                e.Rank,
                new ReplicaSet(e.Accusers),
                e.EvidenceHash.ToBytes32())
            : null,
        [JobAbi.SellerResignedEvent.EventTopic] = static (topics, data) => JobAbi.SellerResignedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.SellerResigned(
                checked((int)e.Tenure),
                e.Seller.ToAccount(),
                e.Checkpoint,
                e.Group,
                e.Rank,
                e.T0.ToTimeOrNone(),
                e.ClosedAt.ToTimeOrNone())
            : null,
        [JobAbi.SellerEquivocatedEvent.EventTopic] = static (topics, data) => JobAbi.SellerEquivocatedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.SellerEquivocated(
                checked((int)e.Tenure),
                e.Seller.ToAccount(),
                e.Checkpoint,
                e.Group,
                e.Attempt,
                e.Rank,
                e.First.ToBytes32(),
                e.Second.ToBytes32(),
                e.T0.ToTimeOrNone(),
                e.ClosedAt.ToTimeOrNone())
            : null,
        [JobAbi.RoundInconclusiveEvent.EventTopic] = static (topics, data) => JobAbi.RoundInconclusiveEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.RoundInconclusive(e.Group, e.Checkpoint, e.Attempt, new ReplicaSet(e.Agreeing))
            : null,
        [JobAbi.GroupRestartedEvent.EventTopic] = static (topics, data) => JobAbi.GroupRestartedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.GroupRestarted(e.Group, e.Checkpoint, e.Attempt, new ReplicaSet(e.Active), e.T0.ToTime())
            : null,
        [JobAbi.BarrierPassedEvent.EventTopic] = static (topics, data) => JobAbi.BarrierPassedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.BarrierPassed(e.Checkpoint, e.T0.ToTime())
            : null,
        [JobAbi.SellerAppliedEvent.EventTopic] = static (topics, data) => JobAbi.SellerAppliedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.SellerApplied(e.Group, e.Seller.ToAccount(), e.AgentKey.ToAccount(), e.Beneficiary.ToAccount(), new Amount(e.Ask), e.LockedCells, e.Endpoint)
            : null,
        [JobAbi.ApplicationWithdrawnEvent.EventTopic] = static (topics, data) => JobAbi.ApplicationWithdrawnEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.ApplicationWithdrawn(e.Group, e.Seller.ToAccount())
            : null,
        [JobAbi.DrawArmedEvent.EventTopic] = static (topics, data) => JobAbi.DrawArmedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.DrawArmed(e.Group, e.CloseBlock)
            : null,
        [JobAbi.SellerSeatedEvent.EventTopic] = static (topics, data) => JobAbi.SellerSeatedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.SellerSeated(e.Group, checked((int)e.Tenure), e.Seller.ToAccount(), e.Rank, e.FirstCheckpoint, e.LockedCells, e.T0.ToTimeOrNone())
            : null,
        [JobAbi.JobFrozenEvent.EventTopic] = static (topics, data) => JobAbi.JobFrozenEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.JobFrozen(e.FrozenAt.ToTime())
            : null,
        [JobAbi.JobResumedEvent.EventTopic] = static (topics, data) => JobAbi.JobResumedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.JobResumed(e.ResumedAt.ToTime())
            : null,
        [JobAbi.TerminationAnnouncedEvent.EventTopic] = static (topics, data) => JobAbi.TerminationAnnouncedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.TerminationAnnounced(e.AnnouncedAt.ToTime())
            : null,
        [JobAbi.JobCompletedEvent.EventTopic] = static (topics, data) => JobAbi.JobCompletedEvent.TryDecode(topics, data, out _)
            ? new JobEvent.JobCompleted()
            : null,
        [JobAbi.JobAbortedEvent.EventTopic] = static (topics, data) => JobAbi.JobAbortedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.JobAborted(e.Reason)
            : null,
        [JobAbi.JobCancelledEvent.EventTopic] = static (topics, data) => JobAbi.JobCancelledEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.JobCancelled(e.Compensation.ToAmount())
            : null,
        [JobAbi.SellerPaidEvent.EventTopic] = static (topics, data) => JobAbi.SellerPaidEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.SellerPaid(
                checked((int)e.Tenure),
                e.Seller.ToAccount(),
                e.Cells,
                e.Earned.ToAmount(),
                e.Fee.ToAmount(),
                e.Rest.ToAmount(),
                e.Collateral.ToAmount(),
                e.Compensation.ToAmount(),
                e.IsClosed)
            : null,
        [JobAbi.BuyerRefundedEvent.EventTopic] = static (topics, data) => JobAbi.BuyerRefundedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.BuyerRefunded(e.Buyer.ToAccount(), e.Amount.ToAmount())
            : null,
    });

    /// <summary>First topics of all events of a job, for filters.</summary>
    public static IReadOnlyList<Hash32> Topics => Decoder.Topics;

    /// <summary>Decodes a log; <see langword="false"/> if it is no event of a job, or malformed.</summary>
    public static bool TryDecode(FilterLog log, [NotNullWhen(true)] out JobEvent? happened) =>
        (happened = Decoder.TryDecode(log)) is not null;

    /// <summary>Decodes topics and data; <see langword="false"/> if they are no event of a job, or malformed.</summary>
    public static bool TryDecode(ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data, [NotNullWhen(true)] out JobEvent? happened) =>
        (happened = Decoder.TryDecode(topics, data)) is not null;

    /// <summary>Decodes topics and data as a server tells them; <see langword="false"/> if they are no event of a job, or malformed.</summary>
    /// <exception cref="FormatException">They are no hexadecimal bytes.</exception>
    public static bool TryDecode(IReadOnlyList<string> topics, string data, [NotNullWhen(true)] out JobEvent? happened) =>
        (happened = Decoder.TryDecode(topics, data)) is not null;
}
