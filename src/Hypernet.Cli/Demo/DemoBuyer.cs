using Hypernet.Cli.Processes;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>The buyer's commands: one places the job and waits for its end, and if that is killed another one watches.</summary>
internal sealed class DemoBuyer : IVictim, IAsyncDisposable
{
    private readonly DemoUser _user;
    private readonly Func<IEnumerable<string>, Action<string>?, ChildProcess> _start;
    private readonly Revivable _process;

    private DemoBuyer(DemoUser user, Func<IEnumerable<string>, Action<string>?, ChildProcess> start, ChildProcess placing, Account job) =>
        (_user, _start, _process, Job) = (user, start, new Revivable(placing), job);

    /// <inheritdoc/>
    public string Name => "the buyer";

    /// <summary>The job.</summary>
    public Account Job { get; }

    /// <summary>Places a job and goes on waiting for its end.</summary>
    /// <param name="folder">The demo's folder.</param>
    /// <param name="user">Who its commands run as; given back with it, also when no job is placed.</param>
    /// <param name="binaries">The folder with hypernet.dll.</param>
    /// <param name="rpc">The chain.</param>
    /// <param name="server">The server.</param>
    /// <param name="job">The folder of the job.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandException">The job was not placed.</exception>
    public static async Task<DemoBuyer> PlaceAsync(
        DemoFolder folder, DemoUser user, string binaries, Uri rpc, Uri server, string job, CancellationToken cancellationToken)
    {
        var placed = new TaskCompletionSource<Account>(TaskCreationOptions.RunContinuationsAsynchronously);
        var placing = Start(["job", "submit", job, "--yes", "--quiet", "--wait"], line =>
        {
            if (Address.TryParse(line, out var address))
            {
                placed.TrySetResult(address.ToAccount());
            }
        });
        try
        {
            return await placing.ShowsAsync(placed.Task, cancellationToken)
                ? new DemoBuyer(user, Start, placing, await placed.Task)
                : throw new CommandException(ExitCode.Failed, $"the job was not placed:\n{placing.Tail()}");
        }
        catch
        {
            await placing.DisposeAsync();
            await user.DisposeAsync();
            throw;
        }

        ChildProcess Start(IEnumerable<string> command, Action<string>? onLine) => ChildProcess.Start(
            "buyer",
            user.Hypernet(binaries, [.. command, "--rpc", rpc.ToString(), "--api", server.ToString(), "--deployment", folder.Deployment]),
            folder.Log("buyer"),
            onLine);
    }

    /// <inheritdoc/>
    public Task KillAsync(CancellationToken cancellationToken) => _process.KillAsync();

    /// <inheritdoc/>
    public Task ReviveAsync(CancellationToken cancellationToken)
    {
        _process.Revive(_start(["job", "watch", $"{Job.ToAddress()}"], null));
        return Task.CompletedTask;
    }

    /// <summary>Waits until its command has seen the end of the job, and fetches what was delivered.</summary>
    /// <returns>The files, by partition.</returns>
    /// <exception cref="CommandException">One of its commands failed.</exception>
    public async Task<IReadOnlyList<string>> ResultsAsync(CancellationToken cancellationToken)
    {
        await EndAsync(_process.Child, cancellationToken);
        string folder = Path.Combine(_user.Folder, "results");
        await using var fetching = _start(["job", "result", $"{Job.ToAddress()}", "--output-dir", folder], null);
        await EndAsync(fetching, cancellationToken);
        return [.. Directory.GetFiles(folder, "*.result").Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _user.DisposeAsync();
    }

    private static async Task EndAsync(ChildProcess command, CancellationToken cancellationToken)
    {
        if (await command.WaitAsync(cancellationToken) != 0)
        {
            throw new CommandException(ExitCode.Failed, $"a command of the buyer failed:\n{command.Tail()}");
        }
    }
}
