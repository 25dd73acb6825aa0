using System.Diagnostics.CodeAnalysis;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>Logs of the factory: each placed job begins here.</summary>
public static class FactoryEvents
{
    private static readonly EventDecoder<JobEvent.JobPlaced> Decoder = new(new()
    {
        [JobFactoryAbi.JobPlacedEvent.EventTopic] = static (topics, data) => JobFactoryAbi.JobPlacedEvent.TryDecode(topics, data, out var e)
            ? new JobEvent.JobPlaced(
                e.Job.ToAccount(),
                e.Buyer.ToAccount(),
                e.Implementation.ToAccount(),
                e.Nonce.ToBytes32(),
                e.Escrow.ToAmount(),
                e.Snapshot.ToMarket(),
                e.Terms.ToMarket(),
                [.. e.Libraries.Select(library => library.ToBytes32())],
                e.ManifestUri)
            : null,
    });

    /// <summary>The first topic of <see cref="JobEvent.JobPlaced"/>, for filters.</summary>
    public static Hash32 JobPlacedTopic => JobFactoryAbi.JobPlacedEvent.EventTopic;

    /// <summary>Decodes a log of the factory; <see langword="false"/> if it places no job, or is malformed.</summary>
    public static bool TryDecode(FilterLog log, [NotNullWhen(true)] out JobEvent.JobPlaced? placed) =>
        (placed = Decoder.TryDecode(log)) is not null;

    /// <summary>Decodes topics and data of a log of the factory; <see langword="false"/> if it places no job, or is malformed.</summary>
    public static bool TryDecode(ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data, [NotNullWhen(true)] out JobEvent.JobPlaced? placed) =>
        (placed = Decoder.TryDecode(topics, data)) is not null;

    /// <summary>Decodes topics and data as a server tells them; <see langword="false"/> if they place no job, or are malformed.</summary>
    /// <exception cref="FormatException">They are no hexadecimal bytes.</exception>
    public static bool TryDecode(IReadOnlyList<string> topics, string data, [NotNullWhen(true)] out JobEvent.JobPlaced? placed) =>
        (placed = Decoder.TryDecode(topics, data)) is not null;
}
