using Hypernet.EventStore;

namespace Hypernet.Indexer;

/// <summary>How far an indexer has come.</summary>
public sealed record IndexerStatus
{
    /// <summary>The newest block that the chain was seen to have; null before it was first reached.</summary>
    public long? Head { get; init; }

    /// <summary>The newest block in the store; null while there is none.</summary>
    public Block? Block { get; init; }

    /// <summary>The newest final block in the store; null while there is none.</summary>
    public Block? Final { get; init; }

    /// <summary>The position of the newest entry in the store.</summary>
    public long Position { get; init; }

    /// <summary>Whether the store held everything that the chain had when it was asked last.</summary>
    public bool IsCaughtUp { get; init; }

    /// <summary>Why the last attempt failed; null when it did not.</summary>
    public string? Fault { get; init; }

    /// <summary>Reorgs since the indexer began to run.</summary>
    public int Reorgs { get; init; }

    /// <summary>The most blocks that one of them replaced.</summary>
    public int DeepestReorg { get; init; }

    /// <summary>How many of them replaced final blocks, which no honest chain does.</summary>
    public int ReorgsBelowFinality { get; init; }

    /// <summary>Blocks that the store is behind the chain; 0 when a lagging node shows an older head.</summary>
    public long Lag => Math.Max(0, (Head ?? 0) - (Block?.Number ?? 0));
}
