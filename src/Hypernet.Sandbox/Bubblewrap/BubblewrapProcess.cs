namespace Hypernet.Sandbox;

/// <summary>One bubblewrap and all below it.</summary>
internal sealed class BubblewrapProcess : ISandboxedProcess
{
    // Between the start of the shell and the first line of status lie two executions: milliseconds.
    private static readonly TimeSpan StartGrace = TimeSpan.FromSeconds(5);
    private const int SignalBase = 128;
    private const int LastSignal = 64;

    // What prlimit(1), the only wrapper there is, ends with when the command is not there.
    private const int CannotExecute = 127;

    private readonly ChildProcess _child;
    private readonly BubblewrapPipes _pipes;
    private readonly IResourceEnclosure _enclosure;
    private readonly SandboxLimits _limits;
    private readonly TimeProvider _time;
    private readonly BubblewrapStatus _status = new();
    private readonly OutputTail _output;
    private readonly OutputTail _error;
    private readonly Task<ProcessHandle?> _first;
    private long _written;
    private SandboxExit? _ending;

    /// <summary>Takes over the child, the pipes and the enclosure.</summary>
    public BubblewrapProcess(
        ChildProcess child, BubblewrapPipes pipes, IResourceEnclosure enclosure, SandboxLimits limits, TimeProvider time)
    {
        (_child, _pipes, _enclosure, _limits, _time) = (child, pipes, enclosure, limits, time);
        (_output, _error) = (new OutputTail(limits.TailBytes), new OutputTail(limits.TailBytes));
        _first = OpenFirstAsync();
        Completion = RunAsync();
    }

    public Task<SandboxExit> Completion { get; }

    public string OutputTail => _output.ToString();

    public string ErrorTail => _error.ToString();

    public Task KillAsync(CancellationToken cancellationToken = default)
    {
        End(new SandboxExit.Killed());
        return Completion.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync() => await KillAsync().ConfigureAwait(false);

    private async Task<SandboxExit> RunAsync()
    {
        try
        {
            using var clock = _time.CreateTimer(
                _ => End(new SandboxExit.OutOfTime(_limits.WallTime)), null, _limits.WallTime, Timeout.InfiniteTimeSpan);
            var reading = Task.WhenAll(
                PumpAsync(_pipes.Output, _output), PumpAsync(_pipes.Error, _error), _status.ReadAsync(_pipes.Status));
            await _child.Exit.ConfigureAwait(false);

            // Ended already, unless bubblewrap itself was killed: at the memory limit, or from outside.
            using var first = await _first.ConfigureAwait(false);
            first?.Kill();
            await (first?.WaitAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            return Ending();
        }
        finally
        {
            _pipes.Dispose();
            await _enclosure.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ProcessHandle?> OpenFirstAsync() =>
        await _status.FirstProcess.ConfigureAwait(false) is { } id ? ProcessHandle.OpenChild(id, _child.Id) : null;

    private async Task PumpAsync(Stream stream, OutputTail tail)
    {
        byte[] buffer = new byte[16 << 10];
        int count;
        while ((count = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            tail.Append(buffer.AsSpan(0, count));
            if (Interlocked.Add(ref _written, count) > _limits.OutputBytes)
            {
                End(new SandboxExit.OutputFlood(_limits.OutputBytes));
            }
        }
    }

    // The first reason counts.
    private void End(SandboxExit reason)
    {
        if (Interlocked.CompareExchange(ref _ending, reason, null) is null)
        {
            _ = EndTreeAsync();
        }
    }

    // With process 1 the kernel ends all others. Bubblewrap itself is killed only when it never came so far: between its
    // fork and the child's PR_SET_PDEATHSIG the child would survive it.
    private async Task EndTreeAsync()
    {
        await Task.WhenAny(_first, Task.Delay(StartGrace, _time)).ConfigureAwait(false);
        if (_first.IsCompletedSuccessfully && await _first.ConfigureAwait(false) is { } first)
        {
            first.Kill();
        }
        else
        {
            _child.Kill();
        }
    }

    private SandboxExit Ending() => (_ending, _status.ExitCode) switch
    {
        ({ } ending, _) => ending,
        (_, 0) => new SandboxExit.Exited(0),
        (_, CannotExecute) when _enclosure.Wrapper.Count > 0 && IsErrorOf("prlimit: failed to execute") =>
            new SandboxExit.CommandFailed(ErrorTail.Trim()),
        _ when _enclosure.OutOfMemoryKills > 0 => new SandboxExit.OutOfMemory(_limits.MemoryMiB),
        (_, > SignalBase and <= SignalBase + LastSignal and int code) => new SandboxExit.Signaled(code - SignalBase),
        (_, int code) => new SandboxExit.Exited(code),

        // Without an exit code the program was not executed, so these words are bubblewrap's.
        _ when IsErrorOf("bwrap: execvp") => new SandboxExit.CommandFailed(ErrorTail.Trim()),
        _ => new SandboxExit.SandboxFailed(ErrorTail.Trim() is { Length: > 0 } words ? words : "bubblewrap was killed from outside"),
    };

    private bool IsErrorOf(string words) => ErrorTail.StartsWith(words, StringComparison.Ordinal);
}
