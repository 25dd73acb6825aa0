namespace Hypernet.Ethereum.Transactions;

/// <summary>What became of giving a transaction to a node.</summary>
internal enum HandOver
{
    /// <summary>The node knows it, in its pool or in a block.</summary>
    Taken,

    /// <summary>The way to the node failed: it may know it or not.</summary>
    Unknown,

    /// <summary>A transaction of the same nonce is in a block already.</summary>
    NonceTaken,

    /// <summary>The node does not want it.</summary>
    Refused,
}
