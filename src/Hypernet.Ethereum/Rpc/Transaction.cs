namespace Hypernet.Ethereum.Rpc;

/// <summary>A transaction that a node knows, in a block or still pending.</summary>
public sealed record Transaction
{
    /// <summary>The transaction's own hash.</summary>
    public required Hash32 Hash { get; init; }

    /// <summary>The account that sent it.</summary>
    public required Address From { get; init; }

    /// <summary>The account called; none if a contract is created.</summary>
    public Address? To { get; init; }

    /// <summary>The sender's count of transactions before this one.</summary>
    public required ulong Nonce { get; init; }

    /// <summary>What is transferred, in wei.</summary>
    public required UInt256 Value { get; init; }

    /// <summary>The call data, or the code that creates a contract.</summary>
    public required byte[] Input { get; init; }

    /// <summary>The height of its block; none while it is pending.</summary>
    public ulong? BlockNumber { get; init; }

    /// <summary>The hash of its block; none while it is pending.</summary>
    public Hash32? BlockHash { get; init; }
}
