using System.Diagnostics;

namespace Hypernet.Testing;

/// <summary>Anvil with the whole market on it, deployed by <c>deployment/deploy.js</c> as everywhere else. A block per transaction.</summary>
public sealed class DeployedChain : IAsyncDisposable
{
    private readonly LocalChain _chain;
    private readonly TemporaryFolder _folder;

    private DeployedChain(LocalChain chain, TemporaryFolder folder)
    {
        _chain = chain;
        _folder = folder;
    }

    /// <summary>Where the node listens, for JSON-RPC over HTTP.</summary>
    public Uri Url => _chain.Url;

    /// <summary>Private keys of accounts with funds for gas; the first one is the foundation's, which has 40 million HYT.</summary>
    public IReadOnlyList<string> Keys => _chain.Keys;

    /// <summary>The deployment file.</summary>
    public string DeploymentFile => FileIn(_folder);

    /// <summary>Starts the chain and deploys; the contracts must have been compiled.</summary>
    public static async Task<DeployedChain> StartAsync()
    {
        var chain = await LocalChain.StartAnvilAsync("--accounts", "80");
        var folder = new TemporaryFolder();
        try
        {
            await DeployAsync(chain.Url, FileIn(folder));
            return new DeployedChain(chain, folder);
        }
        catch
        {
            folder.Dispose();
            await chain.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _chain.DisposeAsync();
        _folder.Dispose();
    }

    private static string FileIn(TemporaryFolder folder) => folder.Of("deployment.json");

    private static async Task DeployAsync(Uri rpc, string file)
    {
        string[] arguments = ["deployment/deploy.js", "--network", "local"];
        var start = new ProcessStartInfo(LocalChain.Tool("node"), arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HYPERNET_RPC"] = rpc.ToString();
        start.Environment["HYPERNET_DEPLOYMENT"] = file;
        using var process = Process.Start(start)!;
        string[] said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The contracts were not deployed: {string.Join('\n', said)}");
        }
    }
}
