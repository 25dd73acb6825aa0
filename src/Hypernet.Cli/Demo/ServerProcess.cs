using Hypernet.Cli.Processes;

namespace Hypernet.Cli.Demo;

/// <summary>A server in a process of its own, on a free port.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly DemoUser _user;

    private ServerProcess(DemoUser user, ChildProcess child, Uri url) => (_user, Child, Url) = (user, child, url);

    /// <summary>The process.</summary>
    public ChildProcess Child { get; }

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
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = user.Hypernet(
            binaries, "server", "run", "--listen", "127.0.0.1:0", "--rpc", rpc.ToString(), "--deployment", folder.Deployment, "--data", Path.Combine(user.Folder, "data"));
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
                ? new ServerProcess(user, child, await listening.Task)
                : throw new CommandException(ExitCode.Failed, $"the server did not start:\n{child.Tail()}");
        }
        catch
        {
            await child.DisposeAsync();
            await user.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Child.DisposeAsync();
        await _user.DisposeAsync();
    }
}
