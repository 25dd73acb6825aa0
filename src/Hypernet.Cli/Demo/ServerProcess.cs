using System.Globalization;
using Hypernet.Cli.Processes;

namespace Hypernet.Cli.Demo;

/// <summary>A server in a process of its own, on a free port.</summary>
internal sealed class ServerProcess : IVictim, IAsyncDisposable
{
    private readonly DemoUser _user;
    private readonly Func<int, CancellationToken, Task<(ChildProcess Child, Uri Url)>> _start;
    private readonly Revivable _process;

    private ServerProcess(
        DemoUser user, Func<int, CancellationToken, Task<(ChildProcess Child, Uri Url)>> start, ChildProcess child, Uri url) =>
        (_user, _start, _process, Url) = (user, start, new Revivable(child), url);

    /// <inheritdoc/>
    public string Name => "the server";

    /// <summary>The process.</summary>
    public Revivable Process => _process;

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Starts it and waits until it says where it listens.</summary>
    /// <param name="folder">The demo's folder.</param>
    /// <param name="user">Who it runs as; given back with it, also when it does not start.</param>
    /// <param name="binaries">The folder with hypernet.dll.</param>
    /// <param name="rpc">The chain.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ServerProcess> StartAsync(DemoFolder folder, DemoUser user, string binaries, Uri rpc, CancellationToken cancellationToken)
    {
        try
        {
            var (child, url) = await StartAsync(0, cancellationToken);
            return new ServerProcess(user, StartAsync, child, url);
        }
        catch
        {
            await user.DisposeAsync();
            throw;
        }

        Task<(ChildProcess Child, Uri Url)> StartAsync(int port, CancellationToken cancellationToken) =>
            ServerProcess.StartAsync(folder, user, binaries, rpc, port, cancellationToken);
    }

    /// <inheritdoc/>
    public Task KillAsync(CancellationToken cancellationToken) => _process.KillAsync();

    /// <inheritdoc/>
    public async Task ReviveAsync(CancellationToken cancellationToken) => _process.Revive((await _start(Url.Port, cancellationToken)).Child);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _user.DisposeAsync();
    }

    private static async Task<(ChildProcess Child, Uri Url)> StartAsync(
        DemoFolder folder, DemoUser user, string binaries, Uri rpc, int port, CancellationToken cancellationToken)
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        string listen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var start = user.Hypernet(
            binaries, "server", "run", "--listen", listen, "--rpc", rpc.ToString(), "--deployment", folder.Deployment, "--data", Path.Combine(user.Folder, "data"));
        var child = ChildProcess.Start("server", start, folder.Log("server"), line =>
        {
            if (line.StartsWith("http://", StringComparison.Ordinal) && Uri.TryCreate(line, UriKind.Absolute, out var url))
            {
                listening.TrySetResult(url);
            }
        });
        try
        {
            return await child.ShowsAsync(listening.Task, cancellationToken)
                ? (child, await listening.Task)
                : throw new CommandException(ExitCode.Failed, $"the server did not start:\n{child.Tail()}");
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }
}
