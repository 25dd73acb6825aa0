namespace Hypernet.Ethereum.Rpc;

/// <summary>The fees of the latest blocks, the oldest first.</summary>
public sealed record FeeHistory
{
    /// <summary>The height of the first block.</summary>
    public required ulong OldestBlock { get; init; }

    /// <summary>The base fee of each block in wei, and behind them that of the block to come.</summary>
    public required IReadOnlyList<UInt256> BaseFeePerGas { get; init; }

    /// <summary>Per block the priority fees at the percentiles asked for, in wei.</summary>
    public IReadOnlyList<IReadOnlyList<UInt256>>? Reward { get; init; }
}
