namespace Hypernet.Sandbox;

/// <summary>
/// A child with a thread of its own that starts it and waits for it. PR_SET_PDEATHSIG, which bubblewrap's
/// --die-with-parent sets, fires at the end of the thread that started the process: no thread of the pool may do so.
/// </summary>
internal sealed class ChildProcess
{
    private const int ByProcessId = 1;
    private const int Ended = 4;
    private const int KeepZombie = 0x01000000;
    private const int SignalInformationBytes = 128;
    private readonly Lock _reaping = new();
    private readonly TaskCompletionSource _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isReaped;

    private ChildProcess(int id) => Id = id;

    /// <summary>The process id, in the namespace of this process.</summary>
    public int Id { get; }

    /// <summary>Completes when the process has ended and is reaped.</summary>
    public Task Exit => _exit.Task;

    /// <inheritdoc cref="Spawn.Start"/>
    public static Task<ChildProcess> StartAsync(IReadOnlyList<string> command, IReadOnlyList<int> descriptors)
    {
        var started = new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(command, descriptors, started)) { IsBackground = true, Name = "sandbox" };
        thread.Start();
        return started.Task;
    }

    /// <summary>Sends SIGKILL, unless the process has been reaped and its id may be another's.</summary>
    public void Kill()
    {
        lock (_reaping)
        {
            if (!_isReaped)
            {
                _ = Libc.Kill(Id, Libc.SigKill);
            }
        }
    }

    private static void Run(IReadOnlyList<string> command, IReadOnlyList<int> descriptors, TaskCompletionSource<ChildProcess> started)
    {
        ChildProcess child;
        try
        {
            child = new ChildProcess(Spawn.Start(command, descriptors));
        }
        catch (Exception refused)
        {
            started.SetException(refused);
            return;
        }

        started.SetResult(child);
        child.Wait();
    }

    private void Wait()
    {
        Span<byte> information = stackalloc byte[SignalInformationBytes];
        while (Libc.WaitForState(ByProcessId, Id, information, Ended | KeepZombie) != 0
            && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.InterruptedCall)
        {
        }

        lock (_reaping)
        {
            _ = Libc.WaitForProcess(Id, out _, 0);
            _isReaped = true;
        }

        _exit.SetResult();
    }
}
