namespace Hypernet.Ethereum.Rpc;

/// <summary>An event as a contract emitted it, and where it stands in the chain.</summary>
public sealed record FilterLog
{
    /// <summary>The contract.</summary>
    public required Address Address { get; init; }

    /// <summary>At most four words: the hash of the event's signature, then its indexed arguments.</summary>
    public required IReadOnlyList<Hash32> Topics { get; init; }

    /// <summary>The ABI encoding of the arguments that are not indexed.</summary>
    public required byte[] Data { get; init; }

    /// <summary>The height of its block.</summary>
    public required ulong BlockNumber { get; init; }

    /// <summary>The hash of its block.</summary>
    public required Hash32 BlockHash { get; init; }

    /// <summary>The transaction that caused it.</summary>
    public required Hash32 TransactionHash { get; init; }

    /// <summary>The transaction's place in the block, from 0.</summary>
    public required ulong TransactionIndex { get; init; }

    /// <summary>The log's place in the block, from 0.</summary>
    public required ulong LogIndex { get; init; }

    /// <summary>Whether a reorg took the log back; only subscriptions say so.</summary>
    public bool Removed { get; init; }
}
