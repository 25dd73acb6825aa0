using System.Text.Json;
using Hypernet.Ethereum.Rpc.Json;

namespace Hypernet.Ethereum.Rpc;

/// <summary>The questions of the Ethereum JSON-RPC specification that this project asks, for single use and for batches.</summary>
public static class EthRequests
{
    private static readonly RpcJsonContext Json = RpcJsonContext.Default;

    /// <summary>The chain's number.</summary>
    public static RpcRequest<ulong> ChainId() => new("eth_chainId", static _ => { }, Json.UInt64);

    /// <summary>The height of the newest block.</summary>
    public static RpcRequest<ulong> BlockNumber() => new("eth_blockNumber", static _ => { }, Json.UInt64);

    /// <summary>The name and version of the node.</summary>
    public static RpcRequest<string> ClientVersion() => new("web3_clientVersion", static _ => { }, Json.String);

    /// <summary>A block by tag or height; the answer is null if there is none.</summary>
    public static RpcRequest<BlockHeader?> Block(BlockParameter block) =>
        new("eth_getBlockByNumber", writer => { block.WriteTo(writer); writer.WriteBooleanValue(false); }, Json.BlockHeader!);

    /// <summary>A block by hash; the answer is null if the node has none.</summary>
    public static RpcRequest<BlockHeader?> Block(Hash32 hash) =>
        new("eth_getBlockByHash", writer => { writer.WriteStringValue(hash.ToString()); writer.WriteBooleanValue(false); }, Json.BlockHeader!);

    /// <summary>The logs that a filter lets through, in the order of the chain.</summary>
    public static RpcRequest<FilterLog[]> Logs(LogFilter filter) => new("eth_getLogs", filter.WriteTo, Json.FilterLogArray);

    /// <summary>The return value of a call at a block.</summary>
    public static RpcRequest<byte[]> Call(CallInput call, BlockParameter block) =>
        new("eth_call", writer => { call.WriteTo(writer); block.WriteTo(writer); }, Json.ByteArray);

    /// <summary>The gas that a call would need at a block.</summary>
    public static RpcRequest<ulong> EstimateGas(CallInput call, BlockParameter block) =>
        new("eth_estimateGas", writer => { call.WriteTo(writer); block.WriteTo(writer); }, Json.UInt64);

    /// <summary>The receipt of a transaction; the answer is null while it is in no block.</summary>
    public static RpcRequest<TransactionReceipt?> Receipt(Hash32 transaction) =>
        new("eth_getTransactionReceipt", writer => writer.WriteStringValue(transaction.ToString()), Json.TransactionReceipt!);

    /// <summary>A transaction in a block or in the node's pool; the answer is null if the node does not know it.</summary>
    public static RpcRequest<Transaction?> Transaction(Hash32 transaction) =>
        new("eth_getTransactionByHash", writer => writer.WriteStringValue(transaction.ToString()), Json.Transaction!);

    /// <summary>The number of transactions an account has sent: the nonce of its next one.</summary>
    public static RpcRequest<ulong> TransactionCount(Address account, BlockParameter block) =>
        new("eth_getTransactionCount", writer => WriteAccount(writer, account, block), Json.UInt64);

    /// <summary>What an account owns, in wei.</summary>
    public static RpcRequest<UInt256> Balance(Address account, BlockParameter block) =>
        new("eth_getBalance", writer => WriteAccount(writer, account, block), Json.UInt256);

    /// <summary>The code of a contract; empty for any other account.</summary>
    public static RpcRequest<byte[]> Code(Address account, BlockParameter block) =>
        new("eth_getCode", writer => WriteAccount(writer, account, block), Json.ByteArray);

    /// <summary>Hands a signed transaction to the node; the answer is its hash.</summary>
    public static RpcRequest<Hash32> SendRawTransaction(ReadOnlyMemory<byte> raw) =>
        new("eth_sendRawTransaction", writer => writer.WriteStringValue(Hex.Format(raw.Span)), Json.Hash32);

    /// <summary>The priority fee that the node advises, in wei per unit of gas.</summary>
    public static RpcRequest<UInt256> MaxPriorityFeePerGas() => new("eth_maxPriorityFeePerGas", static _ => { }, Json.UInt256);

    /// <summary>The fees of the latest blocks.</summary>
    /// <param name="blocks">How many, 1 to 1024.</param>
    /// <param name="percentiles">Which priority fees are wanted per block, ascending, 0 to 100.</param>
    public static RpcRequest<FeeHistory> FeeHistory(int blocks, params IReadOnlyList<double> percentiles) => new(
        "eth_feeHistory",
        writer =>
        {
            writer.WriteStringValue(((UInt256)(ulong)blocks).ToHex());
            writer.WriteStringValue("latest");
            writer.WriteStartArray();
            foreach (double percentile in percentiles)
            {
                writer.WriteNumberValue(percentile);
            }

            writer.WriteEndArray();
        },
        Json.FeeHistory);

    /// <summary>Any other method, with its parameters as the text of a JSON array.</summary>
    public static RpcRequest<JsonElement> Raw(string method, string parameters = "[]") =>
        new(
            method,
            writer =>
            {
                using var array = JsonDocument.Parse(parameters);
                foreach (var value in array.RootElement.EnumerateArray())
                {
                    value.WriteTo(writer);
                }
            },
            Json.JsonElement);

    private static void WriteAccount(Utf8JsonWriter writer, Address account, BlockParameter block)
    {
        writer.WriteStringValue(Hex.Format(account.Bytes));
        block.WriteTo(writer);
    }
}
