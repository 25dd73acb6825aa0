using System.Text.Json.Serialization;

namespace Hypernet.Ethereum.Rpc;

/// <summary>A block without its transactions, as far as this project asks.</summary>
public sealed record BlockHeader
{
    /// <summary>The height, from 0.</summary>
    public required ulong Number { get; init; }

    /// <summary>The block's own hash.</summary>
    public required Hash32 Hash { get; init; }

    /// <summary>The hash of the block before; zeros in the first one.</summary>
    public required Hash32 ParentHash { get; init; }

    /// <summary>Unix seconds.</summary>
    public required ulong Timestamp { get; init; }

    /// <summary>The most gas that its transactions may use together.</summary>
    public required ulong GasLimit { get; init; }

    /// <summary>The gas that its transactions have used together.</summary>
    public required ulong GasUsed { get; init; }

    /// <summary>What each unit of gas burns, in wei; none before EIP-1559.</summary>
    public UInt256? BaseFeePerGas { get; init; }

    /// <summary>A 256-byte Bloom filter over the addresses and topics of the block's logs.</summary>
    public required byte[] LogsBloom { get; init; }

    /// <summary>Whether the Bloom filter says that the block has logs: an empty answer for it is then a provider's fault.</summary>
    [JsonIgnore]
    public bool HasLogs => LogsBloom.AsSpan().ContainsAnyExcept((byte)0);
}
