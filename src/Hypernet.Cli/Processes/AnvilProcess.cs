using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hypernet.Cli.Processes;

/// <summary>A local development chain on a free port of the loopback, mining on demand until told otherwise.</summary>
internal sealed partial class AnvilProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private AnvilProcess(ChildProcess child, Uri url, IReadOnlyList<string> keys) => (Child, Url, Keys) = (child, url, keys);

    /// <summary>The process.</summary>
    public ChildProcess Child { get; }

    /// <summary>Its JSON-RPC address.</summary>
    public Uri Url { get; }

    /// <summary>Private keys of its accounts, which have money.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="logFile">Where its output goes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="port">Where it listens; 0 for a free port.</param>
    /// <param name="more">More options.</param>
    /// <exception cref="CommandException">It cannot be started.</exception>
    public static async Task<AnvilProcess> StartAsync(string logFile, CancellationToken cancellationToken, int port = 0, params IEnumerable<string> more)
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var keys = new List<string>();
        var start = new ProcessStartInfo("anvil", ["--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), .. more]);
        var child = ChildProcess.Start("chain", start, logFile, line =>
        {
            // It prints its keys before it listens.
            if (PrivateKey().Match(line) is { Success: true } key)
            {
                keys.Add(key.Groups[1].Value);
            }
            else if (Listening().Match(line) is { Success: true } match)
            {
                listening.TrySetResult(new Uri($"http://{match.Groups[1].Value}/"));
            }
        });
        try
        {
            return await child.ShowsAsync(listening.Task, cancellationToken).WaitAsync(StartTimeout, cancellationToken)
                ? new AnvilProcess(child, await listening.Task, keys)
                : throw new CommandException(ExitCode.Unreachable, $"the local chain did not start:\n{child.Tail()}");
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Child.DisposeAsync();

    [GeneratedRegex(@"Listening on (127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();

    [GeneratedRegex(@"^\(\d+\) (0x[0-9a-f]{64})$")]
    private static partial Regex PrivateKey();
}
