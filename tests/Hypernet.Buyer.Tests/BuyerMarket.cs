using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Transactions;
using Hypernet.Market;
using Hypernet.Server;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Buyer.Tests;

/// <summary>The real contracts on Anvil, and a real server. Each test takes accounts of its own.</summary>
public sealed class BuyerMarket : IAsyncLifetime, IDisposable
{
    private static readonly TransactionSenderOptions Hurried = new() { PollInterval = TimeSpan.FromMilliseconds(20) };

    private readonly TemporaryFolder _folder = new();
    private DeployedChain _chain = null!;
    private HypernetServer _server = null!;
    private int _people;

    public MarketAccess Access { get; private set; } = null!;

    public MarketReader Reader { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _chain = await DeployedChain.StartAsync();
        var deployment = Deployment.Read(_chain.DeploymentFile);
        _server = await HypernetServer.StartAsync(new ServerOptions
        {
            Deployment = deployment,
            Nodes = [_chain.Url],
            DataFolder = _folder.Of("server"),
            Port = 0,
            PollInterval = TimeSpan.FromMilliseconds(20),
        });
        Access = new MarketAccess(new JsonRpcClient(_chain.Url), new HypernetClient(_server.Url), deployment);
        Reader = new MarketReader(Access);
    }

    public async Task DisposeAsync()
    {
        Access.Server.Dispose();
        await _server.DisposeAsync();
        Access.Chain.Dispose();
        await _chain.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Somebody new with 100 HYT in the wallet.</summary>
    public async Task<Person> PersonAsync()
    {
        int number = Interlocked.Increment(ref _people);
        var person = new Person(PrivateKey.Parse(_chain.Keys[number]), _folder.Of($"person-{number}"));
        using var foundation = PrivateKey.Parse(_chain.Keys[0]);
        await using var sender = await TransactionSender.OpenAsync(Access.Chain, foundation, _folder.Of("foundation"), Hurried);
        await SendAsync(sender, Access.Hypertoken.Transfer(person.Account, Amount.Parse("100")));
        return person;
    }

    /// <summary>The person as a buyer.</summary>
    public Task<BuyerClient> OpenAsync(Person person) => BuyerClient.OpenAsync(Access, person.Key, person.StateFolder, Hurried);

    /// <summary>The person as anybody who sends transactions.</summary>
    public Task<TransactionSender> SenderOfAsync(Person person) => TransactionSender.OpenAsync(Access.Chain, person.Key, person.StateFolder, Hurried);

    /// <summary>Sends a call and waits until it is mined.</summary>
    public static Task<TransactionReceipt> SendAsync(TransactionSender sender, ContractCall call) =>
        sender.SendAndWaitAsync(new TransactionIntent { Key = $"{Guid.NewGuid()}", To = call.To, Data = call.Data });

    /// <summary>Whether the node puts each transaction into a block at once.</summary>
    public Task MineAtOnceAsync(bool isOn) => Access.Chain.SendAsync(EthRequests.Raw("evm_setAutomine", isOn ? "[true]" : "[false]"));

    /// <summary>Makes one block.</summary>
    public Task MineAsync() => Access.Chain.SendAsync(EthRequests.Raw("evm_mine"));

    /// <summary>Waits until the server has seen a job in a state.</summary>
    public async Task<JobDetails> IndexedAsync(Account job, JobStatus status)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await Access.Server.FindJobAsync(job.ToAddress().ToString(), limit.Token) is { } details && details.Job.Status == status.ToString())
            {
                return details;
            }

            await Task.Delay(20, limit.Token);
        }
    }
}
