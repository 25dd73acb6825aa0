using Hypernet.EventStore;

namespace Hypernet.Indexer.Ingestion;

/// <summary>A block as a node gave it, with those of its logs that may count, in their order.</summary>
internal sealed record ChainBlock(Block Block, IReadOnlyList<ChainLog> Logs);
