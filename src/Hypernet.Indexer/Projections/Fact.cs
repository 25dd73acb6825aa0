using Hypernet.EventStore;
using Hypernet.Indexer.Decoding;

namespace Hypernet.Indexer.Projections;

/// <summary>A log that counts, decoded, and what it did to its job.</summary>
/// <param name="Block">The block that holds it.</param>
/// <param name="Log">The log.</param>
/// <param name="Event">What it says.</param>
/// <param name="Job">The job before and after it; null for an event of no job.</param>
internal sealed record Fact(Block Block, ChainLog Log, MarketEvent Event, JobChange? Job);
