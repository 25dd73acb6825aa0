using Hypernet.Client;
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

    /// <summary>The key of an account with gas, but no Hypertoken.</summary>
    public string SecondKey => _chain.Keys[1];

    public string Api { get; private set; } = null!;

    public string PasswordFile => _folder.Of("password");

    public async Task InitializeAsync()
    {
        _chain = await DeployedChain.StartAsync();
        Environment.SetEnvironmentVariable("HYPERNET_KEY", _chain.Keys[0]);
        (await CommandRun.OfAsync("wallet", "import", "--light", "--password-file", PasswordFile)).Succeeded();
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

    /// <summary>Waits until the server has seen a job in a state.</summary>
    public async Task IndexedAsync(string job, string status)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new HypernetClient(new Uri(Api));
        while ((await client.FindJobAsync(job, limit.Token))?.Job.Status != status)
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
