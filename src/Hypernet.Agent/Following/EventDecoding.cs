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
    /// <summary>The event of a job; null for any other. A placement counts only from the factory itself.</summary>
    public static JobEvent? JobEventOf(EventView view, Deployment deployment)
    {
        Hash32[] topics = [.. view.Topics.Select(topic => Hash32.Parse(topic))];
        byte[] data = Hex.Parse(view.Data);
        if (Account.Parse(view.Address) == deployment.JobFactory)
        {
            return FactoryEvents.TryDecode(topics, data, out var placed) ? placed : null;
        }

        return JobEvents.TryDecode(topics, data, out var happened) ? happened : null;
    }
}
