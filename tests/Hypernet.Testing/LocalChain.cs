using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Hypernet.Testing;

/// <summary>A development chain in a process of its own on a free loopback port, ended with the test.</summary>
public sealed partial class LocalChain : IAsyncDisposable
{
    // Both nodes print ten or more accounts; a start takes 0.2 s (Anvil) to 5 s (Hardhat) on a quiet machine.
    private const int Accounts = 10;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private LocalChain(Process process, Uri url, IReadOnlyList<string> keys)
    {
        _process = process;
        Url = url;
        Keys = keys;
    }

    /// <summary>Where the node listens, for JSON-RPC over HTTP.</summary>
    public Uri Url { get; }

    /// <summary>Where the node listens, for JSON-RPC over WebSocket.</summary>
    public Uri WebSocketUrl => new UriBuilder(Url) { Scheme = Uri.UriSchemeWs }.Uri;

    /// <summary>The private keys of the accounts that have funds, as 64 hexadecimal digits behind "0x".</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Starts Anvil; blocks are mined per transaction unless the arguments say otherwise.</summary>
    public static Task<LocalChain> StartAnvilAsync(params string[] arguments) =>
        StartAsync(Tool("anvil"), ["--port", "0", .. arguments]);

    /// <summary>Starts the node of the pinned Hardhat.</summary>
    public static Task<LocalChain> StartHardhatAsync() =>
        StartAsync(Tool("node"), [Path.Combine(Repository.Root, "node_modules/hardhat/dist/src/cli.js"), "node", "--hostname", "127.0.0.1", "--port", "0"]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<LocalChain> StartAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var started = new TaskCompletionSource<LocalChain>(TaskCreationOptions.RunContinuationsAsynchronously);
        var keys = new List<string>();
        var errors = new ConcurrentQueue<string>();
        Uri? url = null;

        // Both pipes are read to their end, or the node would stop at a full one.
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                started.TrySetException(new InvalidOperationException($"{program} ended before it listened: {string.Join('\n', errors)}"));
            }
            else if (!started.Task.IsCompleted)
            {
                url ??= Listening().Match(line.Data) is { Success: true } match ? new Uri($"http://{match.Groups[1].Value}") : null;
                keys.AddRange(Key().Matches(line.Data).Select(match => match.Value));
                if (url is not null && keys.Count >= Accounts)
                {
                    started.TrySetResult(new LocalChain(process, url, [.. keys]));
                }
            }
        };
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return await started.Task.WaitAsync(StartTimeout);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    // The pinned tools if they are installed in this checkout, else whatever PATH holds.
    internal static string Tool(string name)
    {
        string pinned = Path.Combine(Repository.Root, "tools/linux-x64/node_modules/.bin", name);
        return File.Exists(pinned) ? pinned : name;
    }

    [GeneratedRegex(@"(?:Listening on|server at http://) ?(127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();

    [GeneratedRegex("0x[0-9a-f]{64}")]
    private static partial Regex Key();
}
