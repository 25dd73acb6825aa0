using Hypernet.Ethereum.Keys;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Ethereum.Rpc;

public sealed class AnvilClientTests(NodeFixture<Anvil> node) : JsonRpcClientTests(node.Chain, node.Client), IClassFixture<NodeFixture<Anvil>>;

public sealed class HardhatClientTests(NodeFixture<Hardhat> node) : JsonRpcClientTests(node.Chain, node.Client), IClassFixture<NodeFixture<Hardhat>>;

public abstract class JsonRpcClientTests(LocalChain chain, JsonRpcClient client)
{
    private static readonly byte[] Returned = [0, 1, 2, 3];
    private static readonly byte[] Reverted = [0xde, 0xad, 0xbe, 0xef, .. new byte[32]];

    private JsonRpcClient Client { get; } = client;

    private PrivateKey Key { get; } = PrivateKey.Parse(chain.Keys[0]);

    [Fact]
    public async Task Node_tells_who_it_is()
    {
        Assert.Equal(31337UL, await Client.GetChainIdAsync());
        Assert.NotEmpty(await Client.GetClientVersionAsync());
        Assert.Equal(0UL, (await Client.GetBlockAsync(BlockParameter.Earliest))!.Number);
    }

    [Fact]
    public async Task Deployed_contract_has_its_address_code_and_receipt()
    {
        ulong nonce = await Client.GetTransactionCountAsync(Key.Address);
        var receipt = await EchoContract.DeployAsync(Client, Key);
        var transaction = await Client.GetTransactionAsync(receipt.TransactionHash);

        Assert.True(receipt.Succeeded);
        Assert.Equal(Key.Address, receipt.From);
        Assert.Null(receipt.To);
        Assert.Equal(Address.OfContract(Key.Address, nonce), receipt.ContractAddress);
        Assert.Equal(EchoContract.Runtime, await Client.GetCodeAsync(receipt.ContractAddress!.Value));
        Assert.Equal(nonce, transaction!.Nonce);
        Assert.Equal(receipt.BlockHash, transaction.BlockHash);
        Assert.Equal(EchoContract.InitCode, transaction.Input);
        Assert.True(receipt.EffectiveGasPrice <= 10_000_000_000);
    }

    [Fact]
    public async Task Logs_are_found_by_range_by_block_and_by_topic()
    {
        var contract = (await EchoContract.DeployAsync(Client, Key)).ContractAddress!.Value;
        var receipt = await EchoContract.LogAsync(Client, Key, contract);
        var header = await Client.GetBlockAsync(receipt.BlockHash);

        var byRange = await Client.GetLogsAsync(new LogFilter
        {
            FromBlock = BlockParameter.AtNumber(receipt.BlockNumber),
            ToBlock = BlockParameter.Latest,
            Addresses = [contract],
            Topics = [[EchoContract.Topic, Hash32.Parse(new string('0', 64))]],
        });
        var byBlock = await Client.GetLogsAsync(new LogFilter { BlockHash = receipt.BlockHash });
        var byOtherTopic = await Client.GetLogsAsync(new LogFilter { BlockHash = receipt.BlockHash, Topics = [[receipt.BlockHash]] });

        var log = Assert.Single(byRange);
        Assert.Equal(contract, log.Address);
        Assert.Equal([EchoContract.Topic], log.Topics);
        Assert.Equal<UInt256>(42, new UInt256(log.Data));
        Assert.Equal((receipt.BlockHash, receipt.BlockNumber, receipt.TransactionHash), (log.BlockHash, log.BlockNumber, log.TransactionHash));
        Assert.False(log.Removed);
        Assert.Equal(log.TransactionHash, Assert.Single(byBlock).TransactionHash);
        Assert.Equal(log.Data, Assert.Single(receipt.Logs).Data);
        Assert.Empty(byOtherTopic);
        Assert.True(header!.HasLogs);
        Assert.Equal(receipt.BlockNumber, header.Number);
        Assert.Equal(header.Hash, (await Client.GetBlockAsync(BlockParameter.AtNumber(header.Number)))!.Hash);
    }

    [Fact]
    public async Task Calls_are_answered_as_of_a_block()
    {
        var deployed = await EchoContract.DeployAsync(Client, Key);
        var call = new CallInput { From = Key.Address, To = deployed.ContractAddress, Data = Returned };

        Assert.Equal(Returned, await Client.CallAsync(call));
        Assert.Equal(Returned, await Client.CallAsync(call, BlockParameter.AtHash(deployed.BlockHash)));
        Assert.Empty(await Client.CallAsync(call, BlockParameter.AtNumber(deployed.BlockNumber - 1)));
        Assert.InRange(await Client.EstimateGasAsync(call), 21_000UL, 40_000UL);
        await Assert.ThrowsAsync<JsonRpcException>(() => Client.CallAsync(call, BlockParameter.AtHash(deployed.TransactionHash)));
    }

    [Fact]
    public async Task Revert_carries_its_data()
    {
        var contract = (await EchoContract.DeployAsync(Client, Key)).ContractAddress;
        var call = new CallInput { From = Key.Address, To = contract, Data = Reverted };
        var silent = new CallInput { From = Key.Address, Data = Hex.Parse("60006000fd") };

        Assert.Equal(Reverted, (await Assert.ThrowsAsync<ContractRevertedException>(() => Client.CallAsync(call))).RevertData);
        Assert.Equal(Reverted, (await Assert.ThrowsAsync<ContractRevertedException>(() => Client.EstimateGasAsync(call))).RevertData);
        Assert.Empty((await Assert.ThrowsAsync<ContractRevertedException>(() => Client.CallAsync(silent))).RevertData);
    }

    [Fact]
    public async Task Batch_is_answered_in_the_order_of_its_questions()
    {
        var contract = (await EchoContract.DeployAsync(Client, Key)).ContractAddress;
        byte[][] data = [.. Enumerable.Range(0, 250).Select(i => new byte[] { 0, (byte)i })];
        var calls = data.Select(one => EthRequests.Call(new CallInput { To = contract, Data = one }, BlockParameter.Latest)).ToList();

        Assert.Equal(data, await Client.SendBatchAsync(calls));
        Assert.Empty(await Client.SendBatchAsync<byte[]>([]));

        calls[17] = EthRequests.Call(new CallInput { To = contract, Data = Reverted }, BlockParameter.Latest);
        var refusal = await Assert.ThrowsAsync<ContractRevertedException>(() => Client.SendBatchAsync(calls));
        Assert.Equal(Reverted, refusal.RevertData);
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        Assert.Null(await Client.GetBlockAsync(BlockParameter.AtNumber(1_000_000)));
        Assert.Null(await Client.GetBlockAsync(EchoContract.Topic));
        Assert.Null(await Client.GetTransactionReceiptAsync(EchoContract.Topic));
        Assert.Null(await Client.GetTransactionAsync(EchoContract.Topic));
        Assert.Empty(await Client.GetCodeAsync(Key.Address));
    }

    [Fact]
    public async Task Finalized_block_is_not_after_the_newest()
    {
        ulong head = await Client.GetBlockNumberAsync();

        Assert.True(await Client.GetFinalizedBlockAsync() is not { } finalized || finalized.Number <= head);
    }

    [Fact]
    public async Task Accounts_and_fees_are_told()
    {
        var history = await Client.GetFeeHistoryAsync(1, [50]);

        Assert.True(await Client.GetBalanceAsync(Key.Address) > 0);
        Assert.Equal<UInt256>(0, await Client.GetBalanceAsync(new Address(new byte[20].AsSpan()), BlockParameter.Earliest));
        Assert.True(await Client.GetMaxPriorityFeePerGasAsync() > 0);
        Assert.Equal(2, history.BaseFeePerGas.Count);
    }

    [Fact]
    public async Task Unknown_method_is_refused_with_its_code()
    {
        var refusal = await Assert.ThrowsAsync<JsonRpcException>(() => Client.SendAsync(EthRequests.Raw("eth_nonesuch")));

        Assert.Contains(refusal.Code, new[] { -32601, -32004 });
        Assert.False(refusal.IsTransient);
    }
}
