using Hypernet.Ethereum.Keys;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Ethereum.Rpc;

public sealed class AnvilSocketTests(NodeFixture<Anvil> node) : JsonRpcSocketTests(node.Chain, node.Client), IClassFixture<NodeFixture<Anvil>>;

public sealed class HardhatSocketTests(NodeFixture<Hardhat> node) : JsonRpcSocketTests(node.Chain, node.Client), IClassFixture<NodeFixture<Hardhat>>;

public abstract class JsonRpcSocketTests(LocalChain chain, JsonRpcClient client)
{
    private PrivateKey Key { get; } = PrivateKey.Parse(chain.Keys[1]);

    [Fact]
    public async Task Heads_and_logs_are_pushed_as_they_come()
    {
        await using var socket = await JsonRpcSocket.ConnectAsync(chain.WebSocketUrl);
        var contract = (await EchoContract.DeployAsync(client, Key)).ContractAddress!.Value;
        await using var heads = await socket.SubscribeNewHeadsAsync();
        await using var logs = await socket.SubscribeLogsAsync(new LogFilter { Addresses = [contract] });

        var first = await EchoContract.LogAsync(client, Key, contract);
        var second = await EchoContract.LogAsync(client, Key, contract);

        Assert.Equal([first.BlockHash, second.BlockHash], (await TakeAsync(heads, 2)).Select(head => head.Hash));
        Assert.Equal([first.TransactionHash, second.TransactionHash], (await TakeAsync(logs, 2)).Select(log => log.TransactionHash));
    }

    [Fact]
    public async Task Slow_reader_is_told_instead_of_missing_heads()
    {
        await using var socket = await JsonRpcSocket.ConnectAsync(chain.WebSocketUrl, new JsonRpcSocketOptions { MaxWaiting = 1 });
        await using var heads = await socket.SubscribeNewHeadsAsync();
        await using var witness = await socket.SubscribeNewHeadsAsync();
        await using var witnesses = witness.GetAsyncEnumerator();
        for (int i = 0; i < 2; i++)
        {
            await EchoContract.DeployAsync(client, Key);
            Assert.True(await witnesses.MoveNextAsync());
        }

        await Assert.ThrowsAsync<RpcSubscriptionException>(() => TakeAsync(heads, 2));
    }

    [Fact]
    public async Task Disposed_subscription_and_socket_end_without_a_fault()
    {
        await using var socket = await JsonRpcSocket.ConnectAsync(chain.WebSocketUrl);
        var ended = await socket.SubscribeNewHeadsAsync();
        await ended.DisposeAsync();
        await using var open = await socket.SubscribeNewHeadsAsync();
        await socket.DisposeAsync();

        Assert.Empty(await TakeAsync(ended, 1));
        Assert.Empty(await TakeAsync(open, 1));
    }

    private static async Task<List<T>> TakeAsync<T>(RpcSubscription<T> subscription, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var taken = new List<T>();
        await foreach (var item in subscription.WithCancellation(patience.Token))
        {
            taken.Add(item);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}

public sealed class LostSocketTests
{
    [Fact]
    public async Task Subscription_says_so_when_its_node_dies()
    {
        var chain = await LocalChain.StartAnvilAsync();
        await using var socket = await JsonRpcSocket.ConnectAsync(chain.WebSocketUrl);
        await using var heads = await socket.SubscribeNewHeadsAsync();
        await using var reader = heads.GetAsyncEnumerator();
        await chain.DisposeAsync();

        await Assert.ThrowsAsync<RpcSubscriptionException>(async () => await reader.MoveNextAsync());
        await Assert.ThrowsAsync<RpcSubscriptionException>(() => socket.SubscribeNewHeadsAsync());
        await Assert.ThrowsAsync<RpcUnavailableException>(() => JsonRpcSocket.ConnectAsync(chain.WebSocketUrl));
    }
}
