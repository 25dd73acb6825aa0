using System.Text.Json;
using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.EventStore;
using Hypernet.Market;
using Hypernet.Testing;

namespace Hypernet.Indexer;

/// <summary>
/// A market on a real node whose contracts emit whatever log they are told: the test writes the history, block by block,
/// and can take it back.
/// </summary>
internal sealed class ScriptedMarket : IAsyncDisposable
{
    // Copies what follows the fifth word of the call and emits it with as many topics as the first word, a jump target,
    // asks for: 14, 23, 35, 50 for one to four.
    private const string EmitterCode = "0x60a036038060a060003760003556"
        + "5b602035906000a100" + "5b602035604035916000a200" + "5b604035602035606035926000a300" + "5b606035604035602035608035936000a400";

    private static readonly ulong[] JumpTargets = [0, 14, 23, 35, 50];
    private readonly LocalChain _chain;
    private readonly string _sender;

    private ScriptedMarket(LocalChain chain, JsonRpcClient node, string sender, ChainIdentity identity)
    {
        _chain = chain;
        _sender = sender;
        Node = node;
        Identity = identity;
    }

    public static Deployment Deployment => MarketLogs.Deployment;

    public static Account Buyer => MarketLogs.Buyer;

    public static Account Job { get; } = MarketLogs.Number(0xa1);

    public static Account OtherJob { get; } = MarketLogs.Number(0xa2);

    public Uri Url => _chain.Url;

    public JsonRpcClient Node { get; }

    public ChainIdentity Identity { get; }

    public static async Task<ScriptedMarket> StartAsync(params string[] arguments)
    {
        var chain = await LocalChain.StartAnvilAsync(["--no-mining", "--order", "fifo", .. arguments]);
        var node = new JsonRpcClient(chain.Url);
        var accounts = await node.SendAsync(EthRequests.Raw("eth_accounts"));
        var market = new ScriptedMarket(chain, node, accounts[0].GetString()!, await ChainIndexer.IdentifyAsync(node));
        foreach (var emitter in new[] { Deployment.JobFactory, Deployment.Collateral, Deployment.Reputation, Deployment.Job, Job, OtherJob })
        {
            await market.AskAsync("anvil_setCode", $"[\"{emitter}\",\"{EmitterCode}\"]");
        }

        return market;
    }

    public static Account Seller(int number) => MarketLogs.Seller(number);

    public async ValueTask DisposeAsync()
    {
        Node.Dispose();
        await _chain.DisposeAsync();
    }

    /// <summary>Mines one block of everything emitted since the last one.</summary>
    public async Task<Word> MineAsync(int blocks = 1)
    {
        await AskAsync("anvil_mine", $"[\"0x{blocks:x}\"]");
        return Word.From((await Node.GetBlockAsync(BlockParameter.Latest))!.Hash.Bytes);
    }

    public async Task<string> SnapshotAsync() => (await AskAsync("evm_snapshot", "[]")).GetString()!;

    public Task RevertAsync(string snapshot) => AskAsync("evm_revert", $"[\"{snapshot}\"]");

    /// <summary>Lets the node replace its newest blocks by as many empty ones.</summary>
    public async Task<Word> ReorganizeAsync(int depth)
    {
        await AskAsync("anvil_reorg", $"[{depth},[]]");
        return Word.From((await Node.GetBlockAsync(BlockParameter.Latest))!.Hash.Bytes);
    }

    public Task PlaceAsync(Account job, int ranks = 2, int checkpoints = 3, Account? factory = null, Account? implementation = null) =>
        EmitAsync(MarketLogs.Placed(job, ranks, checkpoints, factory: factory, implementation: implementation));

    public Task SignAsync(Account job, int tenure, Account seller) => EmitAsync(MarketLogs.SellerSigned(job, tenure, seller));

    public Task StartAsync(Account job) => EmitAllAsync(MarketLogs.Started(job));

    public Task CommitAsync(Account job, int checkpoint, int rank, ulong commitment) =>
        EmitAsync(MarketLogs.Committed(job, checkpoint, rank, commitment));

    public Task SettleAsync(Account job, int checkpoint, ulong digest, ulong honest = 3) =>
        EmitAllAsync(MarketLogs.Settled(job, checkpoint, digest, honest));

    public Task PayAsync(Account job, int tenure, Account seller, ulong cells) => EmitAsync(MarketLogs.Paid(job, tenure, seller, cells));

    public Task MoveAsync(Account job, Account user, Movement kind, ulong amount) => EmitAsync(
        Deployment.Collateral, MarketLogs.Words(amount), CollateralAbi.MovedEvent.EventTopic, MarketLogs.Topic(job), MarketLogs.Topic(user), MarketLogs.Topic((ulong)kind));

    public Task DepositAsync(Account user, ulong amount) =>
        EmitAsync(Deployment.Collateral, MarketLogs.Words(amount), CollateralAbi.DepositedEvent.EventTopic, MarketLogs.Topic(user));

    /// <summary>Lets a contract emit a log with the next block.</summary>
    public Task EmitAsync(Account emitter, byte[] data, params Hash32[] topics)
    {
        var call = new AbiWriter(32 * 5);
        call.Write(JumpTargets[topics.Length]);
        foreach (var topic in topics.Concat(new Hash32[4 - topics.Length]))
        {
            call.Write(topic);
        }

        string hex = Convert.ToHexStringLower([.. call.ToArray(), .. data]);
        return AskAsync("eth_sendTransaction", $$"""[{"from":"{{_sender}}","to":"{{emitter}}","gas":"0x7a120","data":"0x{{hex}}"}]""");
    }

    /// <summary>Lets a contract emit a log with the next block.</summary>
    public Task EmitAsync(MarketLog log) => EmitAsync(log.Emitter, log.Data, log.Topics);

    private async Task EmitAllAsync(IEnumerable<MarketLog> logs)
    {
        foreach (var log in logs)
        {
            await EmitAsync(log);
        }
    }

    private Task<JsonElement> AskAsync(string method, string parameters) => Node.SendAsync(EthRequests.Raw(method, parameters));
}
