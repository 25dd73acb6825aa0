using System.Diagnostics.CodeAnalysis;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>Logs of Reputation.</summary>
public static class ReputationEvents
{
    private static readonly EventDecoder<ReputationEvent> Decoder = new(new()
    {
        [ReputationAbi.StakePlacedEvent.EventTopic] = static (topics, data) => ReputationAbi.StakePlacedEvent.TryDecode(topics, data, out var e)
            ? new ReputationEvent.StakePlaced(e.User.ToAccount(), e.Peer.ToAccount(), e.Amount.ToAmount(), e.Shares, e.Behind.ToAmount())
            : null,
        [ReputationAbi.StakeWithdrawalStartedEvent.EventTopic] = static (topics, data) => ReputationAbi.StakeWithdrawalStartedEvent.TryDecode(topics, data, out var e)
            ? new ReputationEvent.StakeWithdrawalStarted(
                e.User.ToAccount(), e.Peer.ToAccount(), e.Amount.ToAmount(), e.Shares, e.Behind.ToAmount(), ((ulong)e.FreeAt).ToTime())
            : null,
        [ReputationAbi.StakeWithdrawnEvent.EventTopic] = static (topics, data) => ReputationAbi.StakeWithdrawnEvent.TryDecode(topics, data, out var e)
            ? new ReputationEvent.StakeWithdrawn(e.User.ToAccount(), e.Peer.ToAccount(), e.Amount.ToAmount(), e.Shares)
            : null,
        [ReputationAbi.BackerShareSetEvent.EventTopic] = static (topics, data) => ReputationAbi.BackerShareSetEvent.TryDecode(topics, data, out var e)
            ? new ReputationEvent.BackerShareSet(e.Peer.ToAccount(), e.BackerBps)
            : null,
        [ReputationAbi.BackerShareFixedEvent.EventTopic] = static (topics, data) => ReputationAbi.BackerShareFixedEvent.TryDecode(topics, data, out var e)
            ? new ReputationEvent.BackerShareFixed(e.Seller.ToAccount(), e.Job.ToAccount(), e.BackerBps)
            : null,
        [ReputationAbi.StakeSlashedEvent.EventTopic] = static (topics, data) => ReputationAbi.StakeSlashedEvent.TryDecode(topics, data, out var e)
            ? new ReputationEvent.StakeSlashed(e.Peer.ToAccount(), e.Job.ToAccount(), e.Amount.ToAmount(), e.Behind.ToAmount())
            : null,
        [ReputationAbi.BackersPaidEvent.EventTopic] = static (topics, data) => ReputationAbi.BackersPaidEvent.TryDecode(topics, data, out var e)
            ? new ReputationEvent.BackersPaid(e.Peer.ToAccount(), e.Job.ToAccount(), e.Amount.ToAmount(), e.Behind.ToAmount())
            : null,
        [ReputationAbi.ReputationChangedEvent.EventTopic] = static (topics, data) => ReputationAbi.ReputationChangedEvent.TryDecode(topics, data, out var e)
            ? new ReputationEvent.ReputationChanged(e.Seller.ToAccount(), e.Job.ToAccount(), e.Points.ToAmount(), checked((long)(ulong)e.Strikes))
            : null,
        [ReputationAbi.BuyerRecordedEvent.EventTopic] = static (topics, data) => ReputationAbi.BuyerRecordedEvent.TryDecode(topics, data, out var e)
            ? new ReputationEvent.BuyerRecorded(e.Buyer.ToAccount(), e.Job.ToAccount(), e.Outcome)
            : null,
    });

    /// <summary>First topics of all these events, for filters.</summary>
    public static IReadOnlyList<Hash32> Topics => Decoder.Topics;

    /// <summary>Decodes a log of Reputation; <see langword="false"/> if it is none of these events, or malformed.</summary>
    public static bool TryDecode(FilterLog log, [NotNullWhen(true)] out ReputationEvent? happened) =>
        (happened = Decoder.TryDecode(log)) is not null;

    /// <summary>Decodes topics and data of a log of Reputation; <see langword="false"/> if it is none of these events, or malformed.</summary>
    public static bool TryDecode(ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data, [NotNullWhen(true)] out ReputationEvent? happened) =>
        (happened = Decoder.TryDecode(topics, data)) is not null;
}
