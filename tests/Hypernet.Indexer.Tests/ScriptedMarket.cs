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

    public static Deployment Deployment { get; } = new()
    {
        Network = "scripted",
        ChainId = 31337,
        Block = 1,
        Hypertoken = Number(0xf0),
        JobFactory = Number(0xf1),
        Collateral = Number(0xf2),
        Job = Number(0xf3),
        ProtocolParameters = Number(0xf4),
        Reputation = Number(0xf5),
        LibraryRegistry = Number(0xf6),
        Voting = Number(0xf7),
        Timelock = Number(0xf8),
        CodeHashes = new Dictionary<Account, Bytes32>(),
    };

    public static Account Buyer { get; } = Number(0xb0);

    public static Account Job { get; } = Number(0xa1);

    public static Account OtherJob { get; } = Number(0xa2);

    public Uri Url => _chain.Url;

    public JsonRpcClient Node { get; }

    public ChainIdentity Identity { get; }

    public static async Task<ScriptedMarket> StartAsync(params string[] arguments)
    {
        var chain = await LocalChain.StartAnvilAsync(["--no-mining", "--order", "fifo", .. arguments]);
        var node = new JsonRpcClient(chain.Url);
        var accounts = await node.SendAsync(EthRequests.Raw("eth_accounts"));
        var market = new ScriptedMarket(chain, node, accounts[0].GetString()!, await ChainIndexer.IdentifyAsync(node));
        foreach (var emitter in new[] { Deployment.JobFactory, Deployment.Collateral, Deployment.Job, Job, OtherJob })
        {
            await market.AskAsync("anvil_setCode", $"[\"{emitter}\",\"{EmitterCode}\"]");
        }

        return market;
    }

    public static Account Number(int number) => Account.Parse($"0x{number:x40}");

    public static Account Seller(int number) => Number(0x5e0000 + number);

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

    public Task PlaceAsync(Account job, int ranks = 2, int checkpoints = 3, Account? factory = null, Account? implementation = null)
    {
        var data = new AbiWriter(32 * (3 + 4 + 23 + 2));
        data.Write((implementation ?? Deployment.Job).ToAddress());
        data.Write(1UL);
        data.Write(1000UL);
        WriteAll(data, 100, 0, 0, 4);
        WriteAll(data, 10, 20, 1, (ulong)ranks, 2, (ulong)checkpoints, 60, 30, 90, 2_000_000_000, 0, 0, 0, 7, 0, 0, 3, 1, 512, 64, 0, 0, 1);
        var list = data.EnterArray(32, 0);
        data.Leave(list);
        data.WriteString("https://example.org/program.tar.gz");
        return EmitAsync(
            factory ?? Deployment.JobFactory, data.ToArray(), JobFactoryAbi.JobPlacedEvent.EventTopic, Topic(job), Topic(Buyer), Topic(7));
    }

    public Task SignAsync(Account job, int tenure, Account seller)
    {
        var data = new AbiWriter(32 * 4);
        data.Write(seller.ToAddress());
        data.Write(seller.ToAddress());
        data.Write(9UL);
        data.WriteString($"127.0.0.1:{9000 + tenure}");
        return EmitAsync(job, data.ToArray(), JobAbi.SellerSignedEvent.EventTopic, Topic((ulong)tenure), Topic(seller));
    }

    public async Task StartAsync(Account job)
    {
        await EmitAsync(job, Words(1000), JobAbi.JobFilledEvent.EventTopic);
        await EmitAsync(job, Words(77), JobAbi.SeedArmedEvent.EventTopic);
        await EmitAsync(job, Words(123456, 1100), JobAbi.JobStartedEvent.EventTopic);
    }

    public Task CommitAsync(Account job, int checkpoint, int rank, ulong commitment) => EmitAsync(
        job, Words(0, (ulong)rank, commitment, 0), JobAbi.ResultCommittedEvent.EventTopic, Topic(0), Topic((ulong)checkpoint), Topic((ulong)rank));

    public async Task SettleAsync(Account job, int checkpoint, ulong digest, ulong honest = 3)
    {
        await EmitAsync(job, Words(0, digest, honest, 0, 0), JobAbi.CheckpointSettledEvent.EventTopic, Topic(0), Topic((ulong)checkpoint));
        await EmitAsync(job, Words(1200 + (ulong)checkpoint), JobAbi.BarrierPassedEvent.EventTopic, Topic((ulong)checkpoint + 1));
    }

    public Task PayAsync(Account job, int tenure, Account seller, ulong cells) => EmitAsync(
        job, Words(cells, 9 * cells, 0, cells, 20 * cells, 0, 0), JobAbi.SellerPaidEvent.EventTopic, Topic((ulong)tenure), Topic(seller));

    public Task MoveAsync(Account job, Account user, Movement kind, ulong amount) => EmitAsync(
        Deployment.Collateral, Words(amount), CollateralAbi.MovedEvent.EventTopic, Topic(job), Topic(user), Topic((ulong)kind));

    public Task DepositAsync(Account user, ulong amount) =>
        EmitAsync(Deployment.Collateral, Words(amount), CollateralAbi.DepositedEvent.EventTopic, Topic(user));

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

    public static byte[] Words(params ulong[] values)
    {
        var writer = new AbiWriter(32 * values.Length);
        WriteAll(writer, values);
        return writer.ToArray();
    }

    public static Hash32 Topic(ulong value) => new(Words(value));

    public static Hash32 Topic(Account account)
    {
        var writer = new AbiWriter(32);
        writer.Write(account.ToAddress());
        return new Hash32(writer.ToArray());
    }

    private static void WriteAll(AbiWriter writer, params ulong[] values)
    {
        foreach (ulong value in values)
        {
            writer.Write(value);
        }
    }

    private Task<JsonElement> AskAsync(string method, string parameters) => Node.SendAsync(EthRequests.Raw(method, parameters));
}
