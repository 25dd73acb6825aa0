using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.EventStore;
using Hypernet.Indexer.Ingestion;
using Hypernet.Market;

namespace Hypernet.Indexer.Decoding;

/// <summary>Reads logs of the market's contracts.</summary>
internal static class LogCodec
{
    private static readonly Dictionary<LogSource, IReadOnlyList<Hash32>> Events = new()
    {
        [LogSource.JobFactory] =
        [
            JobFactoryAbi.JobPlacedEvent.EventTopic,
            JobFactoryAbi.ImplementationRegisteredEvent.EventTopic,
            JobFactoryAbi.ImplementationListedEvent.EventTopic,
        ],
        [LogSource.Job] = JobEvents.Topics,
        [LogSource.Collateral] = CollateralEvents.Topics,
        [LogSource.Reputation] = ReputationEvents.Topics,
        [LogSource.ProtocolParameters] =
        [
            ProtocolParametersAbi.ParameterSetEvent.EventTopic,
            ProtocolParametersAbi.GuardianSetEvent.EventTopic,
            ProtocolParametersAbi.PausedEvent.EventTopic,
            ProtocolParametersAbi.UnpausedEvent.EventTopic,
        ],
        [LogSource.LibraryRegistry] = [LibraryRegistryAbi.LibraryStatusSetEvent.EventTopic],
    };

    /// <summary>The first topics of all events that count.</summary>
    public static IReadOnlyList<Hash32> Signatures { get; } = [.. Events.Values.SelectMany(topics => topics).Distinct()];

    /// <summary>What a log says; null when its contract has no such event.</summary>
    public static MarketEvent? Decode(LogSource source, ChainLog log)
    {
        Span<Hash32> topics = stackalloc Hash32[log.Topics.Count];
        for (int index = 0; index < topics.Length; index++)
        {
            topics[index] = log.Topics[index].ToChain();
        }

        if (topics.Length == 0 || !Events[source].Contains(topics[0]))
        {
            return null;
        }

        var data = log.Data.Span;
        return source switch
        {
            LogSource.Job => DecodeJob(log.Address.ToAccount(), topics, data),
            LogSource.JobFactory => DecodeFactory(topics, data),
            LogSource.Collateral => CollateralEvents.TryDecode(topics, data, out var moved) ? new MarketEvent.OfCollateral(moved) : null,
            LogSource.Reputation => ReputationEvents.TryDecode(topics, data, out var happened) ? new MarketEvent.OfReputation(happened) : null,
            _ => new MarketEvent.Other(),
        } ?? throw Malformed(source, log);
    }

    private static MarketEvent DecodeJob(Account job, ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data) =>
        JobEvents.TryDecode(topics, data, out var happened)
            ? new MarketEvent.OfJob(job, happened)
            : new MarketEvent.Unreadable(job, $"A log with topic {topics[0]} does not hold the arguments of that event.");

    private static MarketEvent? DecodeFactory(ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data)
    {
        if (topics[0] == JobFactoryAbi.JobPlacedEvent.EventTopic)
        {
            return FactoryEvents.TryDecode(topics, data, out var placed) ? new MarketEvent.OfJob(placed.Job, placed) : null;
        }

        if (topics[0] == JobFactoryAbi.ImplementationListedEvent.EventTopic)
        {
            return JobFactoryAbi.ImplementationListedEvent.TryDecode(topics, data, out var listed)
                ? new MarketEvent.ImplementationListed(listed.Implementation.ToAccount(), listed.IsListed)
                : null;
        }

        return new MarketEvent.Other();
    }

    private static MalformedLogException Malformed(LogSource source, ChainLog log) => new(source.ToString(), log);
}
