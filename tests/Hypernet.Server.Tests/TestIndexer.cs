using Hypernet.Indexer;

namespace Hypernet.Server;

/// <summary>What an indexer would say of itself.</summary>
internal sealed class TestIndexer
{
    internal IndexerStatus Status { get; set; } = new();
}
