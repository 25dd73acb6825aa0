namespace Hypernet.Ethereum.Rpc;

public sealed partial class JsonRpcClient
{
    /// <summary>The chain's number.</summary>
    public Task<ulong> GetChainIdAsync(CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.ChainId(), cancellationToken);

    /// <summary>The name and version of the node.</summary>
    public Task<string> GetClientVersionAsync(CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.ClientVersion(), cancellationToken);

    /// <summary>The height of the newest block.</summary>
    public Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.BlockNumber(), cancellationToken);

    /// <summary>A block by tag or height; null if there is none.</summary>
    public Task<BlockHeader?> GetBlockAsync(BlockParameter block, CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.Block(block), cancellationToken);

    /// <summary>A block by hash; null if the node has none.</summary>
    public Task<BlockHeader?> GetBlockAsync(Hash32 hash, CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.Block(hash), cancellationToken);

    /// <summary>The newest finalized block; null on a chain that knows no finality or has reached none.</summary>
    public async Task<BlockHeader?> GetFinalizedBlockAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetBlockAsync(BlockParameter.Finalized, cancellationToken);
        }
        catch (JsonRpcException exception) when (!exception.IsTransient)
        {
            // Nodes refuse an unknown tag, or a tag without a block yet, under several codes.
            return null;
        }
    }

    /// <summary>The logs that a filter lets through, in the order of the chain.</summary>
    public Task<FilterLog[]> GetLogsAsync(LogFilter filter, CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.Logs(filter), cancellationToken);

    /// <summary>The return value of a call at a block, the newest by default.</summary>
    public Task<byte[]> CallAsync(CallInput call, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.Call(call, block ?? BlockParameter.Latest), cancellationToken);

    /// <summary>The gas that a call would need, on top of what is pending by default.</summary>
    public Task<ulong> EstimateGasAsync(CallInput call, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.EstimateGas(call, block ?? BlockParameter.Pending), cancellationToken);

    /// <summary>The receipt of a transaction; null while it is in no block.</summary>
    public Task<TransactionReceipt?> GetTransactionReceiptAsync(Hash32 transaction, CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.Receipt(transaction), cancellationToken);

    /// <summary>A transaction in a block or in the node's pool; null if the node does not know it.</summary>
    public Task<Transaction?> GetTransactionAsync(Hash32 transaction, CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.Transaction(transaction), cancellationToken);

    /// <summary>The number of transactions an account has sent, in the newest block by default.</summary>
    public Task<ulong> GetTransactionCountAsync(Address account, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.TransactionCount(account, block ?? BlockParameter.Latest), cancellationToken);

    /// <summary>What an account owns in wei, in the newest block by default.</summary>
    public Task<UInt256> GetBalanceAsync(Address account, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.Balance(account, block ?? BlockParameter.Latest), cancellationToken);

    /// <summary>The code of a contract, in the newest block by default; empty for any other account.</summary>
    public Task<byte[]> GetCodeAsync(Address account, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.Code(account, block ?? BlockParameter.Latest), cancellationToken);

    /// <summary>Hands a signed transaction to the node; its hash.</summary>
    public Task<Hash32> SendRawTransactionAsync(ReadOnlyMemory<byte> raw, CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.SendRawTransaction(raw), cancellationToken);

    /// <summary>The priority fee that the node advises, in wei per unit of gas.</summary>
    public Task<UInt256> GetMaxPriorityFeePerGasAsync(CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.MaxPriorityFeePerGas(), cancellationToken);

    /// <summary>The fees of the latest blocks, 1 to 1024, with the priority fees at ascending percentiles, 0 to 100.</summary>
    public Task<FeeHistory> GetFeeHistoryAsync(int blocks, IReadOnlyList<double> percentiles, CancellationToken cancellationToken = default) =>
        SendAsync(EthRequests.FeeHistory(blocks, percentiles), cancellationToken);
}
