using Hypernet.Sandbox;

namespace Hypernet.Runtime;

/// <summary>Runs a rank's program in a sandbox and serves it.</summary>
public static class RankProcess
{
    // For a program that has finished, or was told to stop, to leave by itself.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs a program to its end. Whatever the program does is a value.</summary>
    /// <param name="sandbox">Where it runs: under the user of this process.</param>
    /// <param name="program">What runs.</param>
    /// <param name="identity">Who it is, and where it resumes.</param>
    /// <param name="host">Answers it. A checkpoint that was handed in is answered even if the program dies meanwhile.</param>
    /// <param name="time">The clock of the session.</param>
    /// <param name="cancellationToken">Stops the program: it is told, and killed if it does not leave.</param>
    /// <returns>How it ended. Nothing of it is left then.</returns>
    /// <exception cref="SandboxException">The machine lacks something that the sandbox needs.</exception>
    public static async Task<RankRun> RunAsync(
        ISandbox sandbox,
        RankProgram program,
        RankIdentity identity,
        IRankHost host,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var server = RankServer.Listen(program.SocketPath, time: time);
        await using var process = await sandbox.StartAsync(program.InSandbox(), CancellationToken.None).ConfigureAwait(false);
        host.Started(process);
        using var gone = new CancellationTokenSource();

        var serving = server.ServeAsync(identity, host, program.Group, gone.Token, cancellationToken);
        await Task.WhenAny(serving, process.Completion).ConfigureAwait(false);
        if (!serving.IsCompleted)
        {
            await gone.CancelAsync().ConfigureAwait(false);
        }

        var session = await serving.ConfigureAwait(false);
        var exit = await LeaveAsync(process, session, time, cancellationToken).ConfigureAwait(false);
        return new RankRun(EndOf(session, exit), process.OutputTail, process.ErrorTail);
    }

    internal static RankEnd EndOf(SessionEnd session, SandboxExit exit) => (session, exit) switch
    {
        (SessionEnd.Finished, _) => new RankEnd.Finished(),
        (SessionEnd.Stopped stopped, _) => new RankEnd.Stopped(stopped.Reason),
        (SessionEnd.Violated violated, _) => new RankEnd.Violated(violated.Fault, violated.Detail),
        (_, SandboxExit.Exited exited) => new RankEnd.Failed(exited.Code),
        (_, SandboxExit.Signaled signaled) => new RankEnd.Failed(128 + signaled.Signal),
        (_, SandboxExit.CommandFailed) => new RankEnd.Failed(127),
        (_, SandboxExit.OutOfMemory memory) => new RankEnd.OutOfMemory(memory.MemoryMiB),
        (_, SandboxExit.OutOfTime time) => new RankEnd.OutOfTime(time.WallTime),
        (_, SandboxExit.OutputFlood flood) => new RankEnd.OutputFlood(flood.OutputBytes),
        (_, SandboxExit.SandboxFailed failed) => new RankEnd.NotRun(failed.Reason),
        _ => new RankEnd.Stopped("the program was killed"),
    };

    private static async Task<SandboxExit> LeaveAsync(
        ISandboxedProcess process, SessionEnd session, TimeProvider time, CancellationToken cancellationToken)
    {
        // A program that hung up ends in its own time, within the sandbox's limits: its exit code says what it was.
        var (patience, stop) = session switch
        {
            SessionEnd.Left => (Timeout.InfiniteTimeSpan, cancellationToken),
            SessionEnd.Violated => (TimeSpan.Zero, CancellationToken.None),
            _ => (Grace, CancellationToken.None),
        };
        try
        {
            return await process.Completion.WaitAsync(patience, time, stop).ConfigureAwait(false);
        }
        catch (Exception overdue) when (overdue is TimeoutException or OperationCanceledException)
        {
            await process.KillAsync(CancellationToken.None).ConfigureAwait(false);
            return await process.Completion.ConfigureAwait(false);
        }
    }
}
