using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Agent.Following;

/// <summary>
/// Reads the raw form of an event with the indexer's own decoder: the server's words for people decide nothing here.
/// </summary>
internal static class EventDecoding
{
    /// <summary>A placement; null for any other event. It counts only from the factory itself.</summary>
    public static JobEvent.JobPlaced? PlacementOf(EventView view) =>
        FactoryEvents.TryDecode(TopicsOf(view), Hex.Parse(view.Data), out var placed) ? placed as JobEvent.JobPlaced : null;

    /// <summary>An event of a job that the factory has announced; null for any other.</summary>
    public static JobEvent? JobEventOf(EventView view) =>
        JobEvents.TryDecode(TopicsOf(view), Hex.Parse(view.Data), out var happened) ? happened : null;

    private static Hash32[] TopicsOf(EventView view) => [.. view.Topics.Select(topic => Hash32.Parse(topic))];
}
