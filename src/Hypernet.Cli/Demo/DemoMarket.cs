using System.Text.Json;
using Hypernet.Buyer;
using Hypernet.Cli.Processes;
using Hypernet.Cli.Settings;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Transactions;
using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>The ground the demo stands on: a local chain with the contracts.</summary>
internal sealed class DemoMarket : IVictim, IAsyncDisposable
{
    private const int BlockSeconds = 1;

    // Blocks come when there is something in them, as long as accounts are funded.
    private static readonly TransactionSenderOptions Impatient = new() { PollInterval = TimeSpan.FromMilliseconds(20) };
    private static readonly UInt256 GasMoney = UInt256.Parse("10000000000000000000");

    private readonly DemoFolder _folder;
    private readonly AnvilProcess _anvil;

    private DemoMarket(DemoFolder folder, AnvilProcess anvil, Deployment deployment)
    {
        (_folder, _anvil, Deployment) = (folder, anvil, deployment);
        Chain = new JsonRpcClient(anvil.Url);
        Process = new Revivable(anvil.Child);
    }

    /// <inheritdoc/>
    public string Name => "the chain";

    /// <summary>The chain.</summary>
    public JsonRpcClient Chain { get; }

    /// <summary>The chain's address.</summary>
    public Uri Rpc => _anvil.Url;

    /// <summary>Where the contracts are.</summary>
    public Deployment Deployment { get; }

    /// <summary>The chain's process.</summary>
    public Revivable Process { get; }

    /// <summary>Starts the chain and deploys the contracts while it mines on demand.</summary>
    /// <param name="folder">The demo's folder.</param>
    /// <param name="isVictim">Whether the chain will be killed, and writes down each second where it is.</param>
    /// <param name="clock">Told of the phases.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<DemoMarket> StartAsync(DemoFolder folder, bool isVictim, PhaseClock clock, CancellationToken cancellationToken)
    {
        var anvil = await AnvilProcess.StartAsync(folder.Log("chain"), cancellationToken, more: isVictim ? Written(folder) : []);
        try
        {
            clock.End("chain");
            await ContractDeployer.DeployAsync(Networks.Local, anvil.Url, folder.Deployment, folder.Log("deploy"), null, cancellationToken);
            File.SetUnixFileMode(folder.Deployment, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            clock.End("deploy");
            return new DemoMarket(folder, anvil, Deployment.Read(folder.Deployment));
        }
        catch
        {
            await anvil.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives accounts money for gas, and Hypertoken, all of which they deposit in the market.</summary>
    public async Task FundAsync(IReadOnlyList<(DemoAccount Account, Amount Amount)> accounts, HypernetClient server, CancellationToken cancellationToken)
    {
        using var rich = PrivateKey.Parse(_anvil.Keys[0]);
        await using (var sender = await TransactionSender.OpenAsync(Chain, rich, _folder.Private("funding"), Impatient, cancellationToken: cancellationToken))
        {
            var token = new HypertokenContract(Chain, Deployment.Hypertoken);
            await Task.WhenAll(accounts.SelectMany(entry => new[]
            {
                sender.SendAndWaitAsync(new TransactionIntent { Key = $"gas/{entry.Account.Name}", To = entry.Account.Key.Address, Value = GasMoney }, cancellationToken),
                sender.SendAndWaitAsync(Intent($"tokens/{entry.Account.Name}", token.Transfer(entry.Account.Account, entry.Amount)), cancellationToken),
            }));
        }

        await Task.WhenAll(accounts.Select(async entry =>
        {
            var access = new MarketAccess(Chain, server, Deployment);
            await using var client = await BuyerClient.OpenAsync(access, entry.Account.Key, _folder.Private("funding"), Impatient, cancellationToken: cancellationToken);
            await client.DepositAsync(entry.Amount, cancellationToken);
        }));
    }

    /// <summary>From now on blocks come by themselves, one a second.</summary>
    public Task MineAsync(CancellationToken cancellationToken) => Chain.MineEveryAsync(BlockSeconds, cancellationToken);

    /// <summary>Kills the chain's node right after it has written down where it is: one that is killed amid that leaves half of it.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        await WrittenAnewAsync(cancellationToken);
        await Process.KillAsync();
    }

    /// <inheritdoc/>
    public async Task ReviveAsync(CancellationToken cancellationToken)
    {
        var successor = await AnvilProcess.StartAsync(
            _folder.Log("chain"), cancellationToken, Rpc.Port, [.. Written(_folder), "--block-time", $"{BlockSeconds}"]);
        Process.Revive(successor.Child);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Chain.Dispose();
        return Process.DisposeAsync();
    }

    private static string[] Written(DemoFolder folder) => ["--state", folder.ChainState, "--state-interval", "1"];

    private async Task WrittenAnewAsync(CancellationToken cancellationToken)
    {
        var before = File.GetLastWriteTimeUtc(_folder.ChainState);
        using var glances = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await glances.WaitForNextTickAsync(cancellationToken))
        {
            if (File.GetLastWriteTimeUtc(_folder.ChainState) != before && IsWhole(_folder.ChainState))
            {
                return;
            }
        }
    }

    private static bool IsWhole(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static TransactionIntent Intent(string key, ContractCall call) => new() { Key = key, To = call.To, Data = call.Data };
}
