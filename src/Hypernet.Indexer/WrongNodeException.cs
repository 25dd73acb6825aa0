using Hypernet.EventStore;

namespace Hypernet.Indexer;

/// <summary>A node follows another chain than the store.</summary>
public sealed class WrongNodeException : IndexerException
{
    internal WrongNodeException(ChainIdentity expected, ChainIdentity found)
        : base($"The node follows chain {found.ChainId} with genesis {found.Genesis}, not chain {expected.ChainId} with genesis "
            + $"{expected.Genesis}: name a node of that chain, or another store.") => (Expected, Found) = (expected, found);

    /// <summary>The chain that the store follows.</summary>
    public ChainIdentity Expected { get; }

    /// <summary>The chain that the node follows.</summary>
    public ChainIdentity Found { get; }
}
