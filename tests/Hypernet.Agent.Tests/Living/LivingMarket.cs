using Hypernet.Agent.Following;
using Hypernet.Agent.Tests.Packages;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Transactions;
using Hypernet.Market;
using Hypernet.Server;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Agent.Tests.Living;

/// <summary>The real contracts on Anvil, a real server, a buyer with its jobs, and sellers with collateral.</summary>
public sealed class LivingMarket : IAsyncLifetime, IDisposable
{
    private const int BuyerNumber = 1;

    private const string Manifest = """
        name: test
        duration: 10s
        command: [python3, main.py]
        libraries: [python@host]
        numerics: portable
        checkpoints: 2
        terms: { unitPrice: "1" }
        """;

    // Nobody is that slow, unless something waits for good.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly TransactionSenderOptions Hurried = new() { PollInterval = TimeSpan.FromMilliseconds(20) };

    private readonly TemporaryFolder _folder = new();
    private DeployedChain _chain = null!;
    private HypernetServer _server = null!;
    private int _sellers = BuyerNumber;
    private int _jobs;

    public JsonRpcClient Chain { get; private set; } = null!;

    public HypernetClient Client { get; private set; } = null!;

    public Deployment Deployment { get; private set; } = null!;

    public string DeploymentFile => _chain.DeploymentFile;

    public Uri ChainUrl => _chain.Url;

    public Uri ServerUrl => _server.Url;

    public CollateralContract Collateral => new(Chain, Deployment.Collateral);

    public async Task InitializeAsync()
    {
        _chain = await DeployedChain.StartAsync();
        Deployment = Deployment.Read(_chain.DeploymentFile);
        Chain = new JsonRpcClient(_chain.Url);
        await StartServerAsync();
        await FundAsync(BuyerNumber, "100000");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _chain.DisposeAsync();
    }

    public void Dispose()
    {
        Client.Dispose();
        Chain.Dispose();
        _folder.Dispose();
    }

    /// <summary>A new seller's private key; it has 100 HYT free in the ledger.</summary>
    public async Task<string> SellerAsync()
    {
        int number = ++_sellers;
        await FundAsync(number, "100");
        return _chain.Keys[number];
    }

    /// <summary>Places a job whose package is a Python program.</summary>
    public async Task<JobState> PlaceAsync(string program, Func<Terms, Terms>? change = null)
    {
        byte[] package = PackageFile.Of(("job.yaml", Manifest), ("main.py", program));
        using var buyer = PrivateKey.Parse(_chain.Keys[BuyerNumber]);
        using var content = new MemoryStream(package);
        await Client.PutArtifactAsync(content, (request, _) => ValueTask.FromResult(new ArtifactUpload(
            new Hash32(request.Artifact.ToBytes()), (ulong)request.Bytes, (ulong)request.Expires.ToUnixTimeSeconds()).Sign(buyer, Deployment)));
        var head = await Chain.GetBlockAsync(BlockParameter.Latest);
        var terms = new Terms(
            Amount.Parse("1"),
            Amount.Parse("2"),
            Groups: 1,
            Replication: 1,
            Quorum: 1,
            Checkpoints: 2,
            Work: TimeSpan.FromSeconds(120),
            Reveal: TimeSpan.FromSeconds(120),
            Recruit: TimeSpan.FromSeconds(120),
            SignDeadline: head!.Time() + TimeSpan.FromHours(1),
            AuctionEnd: null,
            LossPolicy.Restart,
            Numerics: default,
            SpecHash: Bytes32.Sha256(package),
            LeastStake: default,
            LeastPoints: default,
            MostStrikes: 0,
            new Requirements { MemoryMiB = 256, StorageMiB = 16 });
        var placement = new JobPlacement(
            Deployment.Job, Bytes32.Sha256([(byte)++_jobs]), change?.Invoke(terms) ?? terms, [LibraryRegistryContract.IdOf(new LibraryName("python", "host"), default)], "store:package");
        var receipt = await SendAsync(BuyerNumber, new JobFactoryContract(Chain, Deployment.JobFactory).Place(placement));
        var placed = receipt.Logs.Select(log => FactoryEvents.TryDecode(log, out var happened) ? happened : null).OfType<JobEvent.JobPlaced>().Single();
        return JobState.Of(placed);
    }

    /// <summary>The job as soon as the server's events have brought it where it is waited for.</summary>
    public async Task<JobState> WhenAsync(JobState job, Func<JobState, bool> isThere, params IReadOnlyList<RunningAgent> agents)
    {
        using var limit = new CancellationTokenSource(Patience);
        var history = new JobHistory();
        history.Add(0, "", job.Placed);
        try
        {
            await foreach (var item in Client.EventsAsync(new EventQuery { Job = job.Job.ToString() }, limit.Token))
            {
                if (item is RevertedView reverted)
                {
                    history.Revert(reverted.BlockHash);
                }
                else if (item is EventView view && JobEvents.TryDecode(view.Topics, view.Data, out var happened))
                {
                    history.Add((ulong)view.Block.Number, view.Block.Hash, happened);
                }

                if (isThere(history.State!))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The job has not come where it was expected; it is {history.State!.Status}, checkpoint {history.State.Checkpoint}. {Said(agents)}");
        }

        return history.State!;
    }

    /// <summary>All events of a job up to the first one that is looked for.</summary>
    public async Task<IReadOnlyList<JobEvent>> EventsAsync(JobState job, Func<JobEvent, bool> isLast)
    {
        using var limit = new CancellationTokenSource(Patience);
        var events = new List<JobEvent>();
        await foreach (var item in Client.EventsAsync(new EventQuery { Job = job.Job.ToString() }, limit.Token))
        {
            if (item is EventView view && JobEvents.TryDecode(view.Topics, view.Data, out var happened))
            {
                events.Add(happened);
                if (isLast(happened))
                {
                    break;
                }
            }
        }

        return events;
    }

    /// <summary>Waits until what agents have said makes something so.</summary>
    public async Task WhenSaidAsync(Func<bool> isSo, params IReadOnlyList<RunningAgent> agents)
    {
        using var limit = new CancellationTokenSource(Patience);
        var lines = agents.Select(agent => agent.NextLine).ToList();
        while (!isSo())
        {
            await Task.WhenAny([.. lines, Task.Delay(Timeout.Infinite, limit.Token)]);
            Assert.False(limit.IsCancellationRequested, $"It did not come about. {Said(agents)}");
            lines = [.. agents.Select(agent => agent.NextLine)];
        }
    }

    /// <summary>Asks until something is so that nobody tells of: of the chain, say, or a folder.</summary>
    public async Task WaitAsync(Func<Task<bool>> isSo, params IReadOnlyList<RunningAgent> agents)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            Assert.False(limit.IsCancellationRequested, $"It did not come about. {Said(agents)}");
            await Task.Delay(100);
        }
    }

    /// <summary>From now on a block comes by itself each second.</summary>
    public Task MineEachSecondAsync() => Chain.SendAsync(EthRequests.Raw("evm_setIntervalMining", "[1]"));

    /// <summary>Puts the chain's clock forward.</summary>
    public Task LetTimePassAsync(int seconds) => Chain.SendAsync(EthRequests.Raw("evm_increaseTime", $"[{seconds}]"));

    /// <summary>From now on a block comes only when it is asked for.</summary>
    public async Task MineByHandAsync()
    {
        await Chain.SendAsync(EthRequests.Raw("evm_setAutomine", "[false]"));
        await Chain.SendAsync(EthRequests.Raw("evm_setIntervalMining", "[0]"));
    }

    /// <summary>From now on each transaction has a block of its own.</summary>
    public Task MineAtOnceAsync() => Chain.SendAsync(EthRequests.Raw("evm_setAutomine", "[true]"));

    public Task MineAsync() => Chain.SendAsync(EthRequests.Raw("evm_mine"));

    /// <summary>How many transactions wait for a block.</summary>
    public async Task<int> WaitingTransactionsAsync() =>
        Convert.ToInt32((await Chain.SendAsync(EthRequests.Raw("txpool_status"))).GetProperty("pending").GetString(), 16);

    /// <summary>Sends a transaction of the buyer's that will be the first one of the next block; the node signs it.</summary>
    public async Task SendFirstAsync(ContractCall call)
    {
        using var buyer = PrivateKey.Parse(_chain.Keys[BuyerNumber]);
        const string Fees = "\"maxFeePerGas\":\"0x2e90edd000\",\"maxPriorityFeePerGas\":\"0x174876e800\"";
        string transaction = $"[{{\"from\":\"{buyer.Address}\",\"to\":\"{call.To}\",\"gas\":\"0x4c4b40\",{Fees},\"data\":\"{Hex.Format(call.Data)}\"}}]";
        await Chain.SendAsync(EthRequests.Raw("eth_sendTransaction", transaction));
    }

    /// <summary>The chain as it is now, to be rewound to.</summary>
    public async Task<string> SnapshotAsync() => (await Chain.SendAsync(EthRequests.Raw("evm_snapshot"))).GetString()!;

    /// <summary>Forgets all blocks since a snapshot, and makes one that was not there.</summary>
    public async Task RewindAsync(string snapshot)
    {
        await Chain.SendAsync(EthRequests.Raw("evm_revert", $"[\"{snapshot}\"]"));
        await LetTimePassAsync(5);
        await MineAsync();
    }

    /// <summary>The hash of the result that the store keeps under a digest, both fetched from it.</summary>
    public async Task<Bytes32> ResultAsync(Bytes32 digest)
    {
        var record = await RecordAsync(digest);
        Assert.NotNull(await Client.ReadArtifactAsync(ArtifactId.Parse(record.Result.ToString()), 64));
        return record.Result;
    }

    /// <summary>The record that the store keeps under a digest.</summary>
    public async Task<CheckpointRecord.Reached> RecordAsync(Bytes32 digest)
    {
        byte[]? record = await Client.ReadArtifactAsync(ArtifactId.Parse(digest.ToString()), CheckpointRecord.Length);
        return Assert.IsType<CheckpointRecord.Reached>(CheckpointRecord.Parse(record));
    }

    /// <summary>Stops the server and starts it again on its data, at the same address.</summary>
    /// <param name="meanwhileAsync">What happens while there is none.</param>
    public async Task RestartServerAsync(Func<Task> meanwhileAsync)
    {
        int port = _server.Url.Port;
        Client.Dispose();
        await _server.DisposeAsync();
        await meanwhileAsync();
        await StartServerAsync(port);
    }

    /// <summary>Takes all artifacts from the server's store, which takes no more either, until they are given back.</summary>
    /// <returns>What was taken, for <see cref="GiveArtifactsBack"/>.</returns>
    public string TakeArtifacts()
    {
        string taken = _folder.Of("taken");
        Directory.Move(Artifacts, taken);
        File.WriteAllText(Artifacts, "");
        return taken;
    }

    /// <summary>Undoes <see cref="TakeArtifacts"/>.</summary>
    public void GiveArtifactsBack(string taken)
    {
        File.Delete(Artifacts);
        Directory.Move(taken, Artifacts);
    }

    private string Artifacts => Path.Combine(_folder.Of("server"), "artifacts", "objects");

    private static string Said(IReadOnlyList<RunningAgent> agents) => string.Join('\n', agents.Select(agent => $"An agent says:\n{agent.Output}"));

    private async Task StartServerAsync(int port = 0)
    {
        _server = await HypernetServer.StartAsync(new ServerOptions
        {
            Deployment = Deployment,
            Nodes = [_chain.Url],
            DataFolder = _folder.Of("server"),
            Port = port,
            PollInterval = TimeSpan.FromMilliseconds(50),
        });
        Client = new HypernetClient(_server.Url);
    }

    private async Task FundAsync(int number, string tokens)
    {
        var amount = Amount.Parse(tokens);
        using var key = PrivateKey.Parse(_chain.Keys[number]);
        var token = new HypertokenContract(Chain, Deployment.Hypertoken);
        await SendAsync(0, token.Transfer(key.Address.ToAccount(), amount));
        await SendAsync(number, token.Approve(Deployment.Collateral, amount));
        await SendAsync(number, Collateral.Deposit(amount));
    }

    private async Task<TransactionReceipt> SendAsync(int number, ContractCall call)
    {
        using var key = PrivateKey.Parse(_chain.Keys[number]);
        await using var sender = await TransactionSender.OpenAsync(Chain, key, _folder.Of($"person-{number}"), Hurried);
        return await sender.SendAndWaitAsync(new TransactionIntent { Key = $"{Guid.NewGuid()}", To = call.To, Data = call.Data });
    }
}
