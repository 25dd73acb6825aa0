using System.ComponentModel;
using System.Diagnostics;

namespace Hypernet.Runtime.Launching;

/// <summary>
/// Starts processes that the kernel kills when this process dies. PR_SET_PDEATHSIG means the thread that started them, so
/// that thread lives as long as they may.
/// </summary>
internal sealed class LaunchThread : IDisposable
{
    private readonly ManualResetEventSlim _over = new();
    private Thread? _thread;

    /// <summary>Starts processes, all or none.</summary>
    /// <exception cref="LaunchException">The system refused.</exception>
    public Task<IReadOnlyList<Process>> StartAsync(IReadOnlyList<ProcessStartInfo> starts)
    {
        var started = new TaskCompletionSource<IReadOnlyList<Process>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _thread = new Thread(() => Run(starts, started)) { IsBackground = true, Name = "launcher" };
        _thread.Start();
        return started.Task;
    }

    /// <summary>Ends the thread, and with it whoever still lives.</summary>
    public void Dispose()
    {
        _over.Set();
        _thread?.Join();
        _over.Dispose();
    }

    private void Run(IReadOnlyList<ProcessStartInfo> starts, TaskCompletionSource<IReadOnlyList<Process>> started)
    {
        var processes = new List<Process>();
        try
        {
            foreach (var start in starts)
            {
                processes.Add(Process.Start(start)!);
            }

            started.SetResult(processes);
        }
        catch (Exception refused)
        {
            processes.ForEach(process => process.Kill());
            started.SetException(refused is Win32Exception
                ? new LaunchException(1, $"only {processes.Count} of {starts.Count} ranks could be started: {refused.Message}")
                : refused);
        }

        _over.Wait();
    }
}
