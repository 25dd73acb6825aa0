using System.Collections.Immutable;
using System.Diagnostics;

namespace Hypernet.Runtime.Launching;

/// <summary>One rank's program: a process with a session of its own, so that it and all it starts get signals together.</summary>
internal sealed class LocalProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>Takes over a process that was started as <see cref="StartInfo"/> says.</summary>
    public LocalProcess(Process process)
    {
        _process = process;
        if (process.StartInfo.RedirectStandardInput)
        {
            process.StandardInput.Close();
        }

        Exit = WaitAsync();
    }

    /// <summary>Its exit code, once it has ended and whoever was left of its group has been killed.</summary>
    public Task<int> Exit { get; }

    /// <summary>What it writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it writes on standard error.</summary>
    public Stream Error => _process.StandardError.BaseStream;

    /// <summary>How a program is started so that the kernel kills it when this process is killed.</summary>
    /// <param name="command">The program, found, and its arguments.</param>
    /// <param name="folder">Where it starts.</param>
    /// <exception cref="LaunchException">The machine lacks what it takes.</exception>
    public static ProcessStartInfo StartInfo(ImmutableArray<string> command, string folder) =>
        new(Tool("setpriv"), ["--pdeathsig", "KILL", Tool("setsid"), .. command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    /// <summary>Sends a signal to the program and all that it has started.</summary>
    public void Signal(int signal)
    {
        // There is no group before setsid(1) has made it, and none after the end.
        if (!ProcessGroup.Signal(_process.Id, signal) && signal is ProcessGroup.Interrupt or ProcessGroup.Kill or ProcessGroup.Terminate && !_process.HasExited)
        {
            ProcessGroup.SignalFounder(_process.Id, signal);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static string Tool(string name) => ProgramFinder.Search(name)
        ?? throw new LaunchException(1, $"{name}(1) of util-linux is not installed", "apt-get install util-linux");

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _ = ProcessGroup.Signal(_process.Id, ProcessGroup.Kill);
        return _process.ExitCode;
    }
}
