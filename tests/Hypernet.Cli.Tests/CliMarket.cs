using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Cli.Tests;

/// <summary>A deployed chain, a server that the command line hosts in this process, and the foundation's wallet.</summary>
public sealed class CliMarket : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly LineWriter _lines = new();
    private DeployedChain _chain = null!;
    private Task<int> _serving = null!;

    public CliMarket()
    {
        // Read by the command line when it is first used in this process.
        Environment.SetEnvironmentVariable("HYPERNET_STATE", _folder.Of("state"));
        Environment.SetEnvironmentVariable("HYPERNET_WALLETS", _folder.Of("wallets"));
        File.WriteAllText(PasswordFile, "correct horse");
    }

    public string Rpc => _chain.Url.ToString();

    public string DeploymentFile => _chain.DeploymentFile;

    /// <summary>A deployment file of the same contracts and a faucet of 1500 HYT a day, which holds 2000 HYT.</summary>
    public string FaucetFile => _folder.Of("faucet.json");

    public string Api { get; private set; } = null!;

    public string PasswordFile => _folder.Of("password");

    // An account with gas, but no Hypertoken.
    private string SecondKey => _chain.Keys[1];

    public async Task InitializeAsync()
    {
        _chain = await DeployedChain.StartAsync();
        await ImportAsync("holder", SecondKey);
        await ImportAsync("default", _chain.Keys[0]);
        await TestFaucet.AddAsync(_chain, Amount.Parse("2000"), Amount.Parse("1500"), FaucetFile);
        string[] server = ["server", "run", "--listen", "127.0.0.1:0", "--data", _folder.Of("server"), "--rpc", Rpc, "--deployment", DeploymentFile];
        _serving = HypernetCommand.RunAsync(server, _lines, TextWriter.Null, _stop.Token);
        Api = await _lines.First.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        Assert.Equal(0, await _serving);
        await _chain.DisposeAsync();
    }

    public void Dispose()
    {
        _lines.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    /// <summary>Runs a command line against this market.</summary>
    public Task<CommandRun> RunAsync(params string[] args) =>
        CommandRun.OfAsync([.. args, "--rpc", Rpc, "--api", Api, "--deployment", DeploymentFile, "--password-file", PasswordFile]);

    /// <summary>Runs a command line whose answer is JSON.</summary>
    public Task<CommandRun> JsonAsync(params string[] args) => RunAsync([.. args, "-o", "json"]);

    /// <summary>Lets the account of the wallet "holder" sign a job of one seller, and starts it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="ask">Its price for a checkpoint.</param>
    /// <param name="collateral">What it locks.</param>
    public async Task StartAsync(string job, Amount ask, Amount collateral)
    {
        using var chain = new JsonRpcClient(_chain.Url);
        var deployment = Deployment.Read(DeploymentFile);
        var (token, ledger) = (new HypertokenContract(chain, deployment.Hypertoken), new CollateralContract(chain, deployment.Collateral));
        var contract = new JobContract(chain, Account.Parse(job));
        using var foundation = PrivateKey.Parse(_chain.Keys[0]);
        using var seller = PrivateKey.Parse(SecondKey);
        await SendAsync(chain, foundation, token.Transfer(seller.Address.ToAccount(), collateral));
        await SendAsync(chain, seller, token.Approve(ledger.Account, collateral));
        await SendAsync(chain, seller, ledger.Deposit(collateral));
        await SendAsync(chain, seller, contract.Sign(ask, null, null, ""));
        await chain.SendAsync(EthRequests.Raw("anvil_mine", "[\"0x2\"]"));
        await SendAsync(chain, seller, contract.Start());
    }

    /// <summary>Lets the foundation place stake, which it has deposited, behind the account of the wallet "holder".</summary>
    public async Task BackAsync(Amount stake)
    {
        using var chain = new JsonRpcClient(_chain.Url);
        using var foundation = PrivateKey.Parse(_chain.Keys[0]);
        using var seller = PrivateKey.Parse(SecondKey);
        var reputation = new ReputationContract(chain, Deployment.Read(DeploymentFile).Reputation);
        await SendAsync(chain, foundation, reputation.PlaceStake(seller.Address.ToAccount(), stake));
    }

    // HYPERNET_KEY stays the foundation's, the last one's.
    private async Task ImportAsync(string wallet, string key)
    {
        Environment.SetEnvironmentVariable("HYPERNET_KEY", key);
        (await CommandRun.OfAsync("wallet", "import", wallet, "--light", "--password-file", PasswordFile)).Succeeded();
    }

    // The node signs for its own accounts, and answers with the receipt: one that is asked for can be a moment late.
    private static async Task SendAsync(JsonRpcClient chain, PrivateKey from, ContractCall call)
    {
        string transaction = $"[{{\"from\":\"{from.Address}\",\"to\":\"{call.To}\",\"gas\":\"0x4c4b40\",\"data\":\"{Hex.Format(call.Data)}\"}}]";
        var receipt = await chain.SendAsync(EthRequests.Raw("eth_sendTransactionSync", transaction));
        Assert.Equal("0x1", receipt.GetProperty("status").GetString());
    }

    /// <summary>Waits until the server has stored an event of this name; of a job, if one is named.</summary>
    public async Task IndexedAsync(string name, string? job = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new HypernetClient(new Uri(Api));
        await client.EventsAsync(new EventQuery { Job = job, Names = [name] }, limit.Token).OfType<EventView>().FirstAsync(limit.Token);
    }
}
