using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Transactions;

namespace Hypernet.Ethereum;

/// <summary>
/// A contract in raw code: without call data it logs 42 under topic 7; call data that begin with a zero byte it returns,
/// any others it reverts with.
/// </summary>
internal static class EchoContract
{
    public static readonly byte[] Runtime = Hex.Parse("36601157602a60005260076020" + "6000a1005b36600060003760005160001a60255736" + "6000f35b366000fd");

    public static readonly byte[] InitCode = [.. Hex.Parse("602a80600b6000396000f3"), .. Runtime];

    public static readonly Hash32 Topic = Abi.AbiTopic.Of(7);

    public static async Task<TransactionReceipt> DeployAsync(JsonRpcClient client, PrivateKey key)
    {
        var signed = (await PrepareAsync(client, key) with { Data = InitCode }).Sign(key);
        await client.SendRawTransactionAsync(signed.Raw);
        return await MinedAsync(client, signed.Hash);
    }

    public static async Task<TransactionReceipt> LogAsync(JsonRpcClient client, PrivateKey key, Address contract)
    {
        var signed = (await PrepareAsync(client, key) with { To = contract }).Sign(key);
        await client.SendRawTransactionAsync(signed.Raw);
        return await MinedAsync(client, signed.Hash);
    }

    private static async Task<UnsignedTransaction> PrepareAsync(JsonRpcClient client, PrivateKey key) => new()
    {
        ChainId = await client.GetChainIdAsync(),
        Nonce = await client.GetTransactionCountAsync(key.Address),
        MaxFeePerGas = 10_000_000_000,
        MaxPriorityFeePerGas = 1_000_000_000,
        GasLimit = 200_000,
    };

    // Both nodes mine a transaction before they answer, but publish its receipt a moment later.
    private static async Task<TransactionReceipt> MinedAsync(JsonRpcClient client, Hash32 hash)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            if (await client.GetTransactionReceiptAsync(hash, patience.Token) is { } receipt)
            {
                return receipt;
            }
        }
    }
}
