using System.Diagnostics.CodeAnalysis;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>Logs of Collateral as events of the ledger.</summary>
public static class CollateralEvents
{
    private static readonly EventDecoder<CollateralEvent> Decoder = new(new()
    {
        [CollateralAbi.DepositedEvent.EventTopic] = static (topics, data) => CollateralAbi.DepositedEvent.TryDecode(topics, data, out var e)
            ? new CollateralEvent.Deposited(e.User.ToAccount(), e.Amount.ToAmount())
            : null,
        [CollateralAbi.WithdrawnEvent.EventTopic] = static (topics, data) => CollateralAbi.WithdrawnEvent.TryDecode(topics, data, out var e)
            ? new CollateralEvent.Withdrawn(e.User.ToAccount(), e.Amount.ToAmount())
            : null,
        [CollateralAbi.ImplementationTrustedEvent.EventTopic] = static (topics, data) => CollateralAbi.ImplementationTrustedEvent.TryDecode(topics, data, out var e)
            ? new CollateralEvent.ImplementationTrusted(e.User.ToAccount(), e.Implementation.ToAccount(), e.IsTrusted)
            : null,
        [CollateralAbi.SkimmedEvent.EventTopic] = static (topics, data) => CollateralAbi.SkimmedEvent.TryDecode(topics, data, out var e)
            ? new CollateralEvent.Skimmed(e.Treasury.ToAccount(), e.Amount.ToAmount())
            : null,
        [CollateralAbi.MovedEvent.EventTopic] = static (topics, data) => CollateralAbi.MovedEvent.TryDecode(topics, data, out var e)
            ? new CollateralEvent.Moved(e.Job.ToAccount(), e.User.ToAccount(), e.Kind, e.Amount.ToAmount())
            : null,
    });

    /// <summary>First topics of all these events, for filters.</summary>
    public static IReadOnlyList<Hash32> Topics => Decoder.Topics;

    /// <summary>Decodes a log of Collateral; <see langword="false"/> if it is none of these events, or malformed.</summary>
    public static bool TryDecode(FilterLog log, [NotNullWhen(true)] out CollateralEvent? happened) =>
        (happened = Decoder.TryDecode(log)) is not null;

    /// <summary>Decodes topics and data of a log of Collateral; <see langword="false"/> if it is none of these events, or malformed.</summary>
    public static bool TryDecode(ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data, [NotNullWhen(true)] out CollateralEvent? happened) =>
        (happened = Decoder.TryDecode(topics, data)) is not null;
}
