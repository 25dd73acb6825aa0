using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>A job right after one of its events.</summary>
/// <param name="State">The job.</param>
/// <param name="Event">The event; null when the chain took events back, and <paramref name="State"/> is what is left.</param>
/// <param name="IsNews">Whether it happened while this was followed; else it is history.</param>
public sealed record JobMoment(JobState State, EventView? Event, bool IsNews);
