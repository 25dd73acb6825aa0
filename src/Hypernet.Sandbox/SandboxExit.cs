using System.Diagnostics;
using System.Globalization;

namespace Hypernet.Sandbox;

/// <summary>How a program ended. A closed set.</summary>
public abstract record SandboxExit
{
    private SandboxExit()
    {
    }

    /// <summary>Whether the program ended by itself with code 0.</summary>
    public bool IsSuccess => this is Exited { Code: 0 };

    /// <summary>The ending in words, for people.</summary>
    /// <returns>For example: exited with code 1.</returns>
    public sealed override string ToString() => this switch
    {
        Exited exited => string.Create(CultureInfo.InvariantCulture, $"exited with code {exited.Code}"),
        Signaled signaled => string.Create(CultureInfo.InvariantCulture, $"ended by signal {signaled.Signal}"),
        OutOfMemory memory => string.Create(CultureInfo.InvariantCulture, $"out of memory: more than {memory.MemoryMiB} MiB"),
        OutOfTime time => string.Create(CultureInfo.InvariantCulture, $"out of time: more than {time.WallTime.TotalSeconds} s"),
        OutputFlood flood => string.Create(CultureInfo.InvariantCulture, $"too much output: more than {flood.OutputBytes} bytes"),
        Killed => "killed by the agent",
        CommandFailed failed => $"the command cannot be executed: {failed.Reason}",
        SandboxFailed failed => $"the sandbox failed: {failed.Reason}",
        _ => throw new UnreachableException(),
    };

    /// <summary>It ended by itself.</summary>
    /// <param name="Code">0 for success, else 1–128.</param>
    public sealed record Exited(int Code) : SandboxExit;

    /// <summary>A signal ended it; bubblewrap reports an exit code of 128 + n in the same way.</summary>
    /// <param name="Signal">Number of the signal; 31 (SIGSYS) is what the system-call filter sends.</param>
    public sealed record Signaled(int Signal) : SandboxExit;

    /// <summary>The kernel killed some of it because all of it together reached the memory limit.</summary>
    /// <param name="MemoryMiB">The limit.</param>
    public sealed record OutOfMemory(int MemoryMiB) : SandboxExit;

    /// <summary>It was killed at its wall time.</summary>
    /// <param name="WallTime">The limit.</param>
    public sealed record OutOfTime(TimeSpan WallTime) : SandboxExit;

    /// <summary>It was killed because it wrote more than it may to standard output and standard error.</summary>
    /// <param name="OutputBytes">The limit.</param>
    public sealed record OutputFlood(long OutputBytes) : SandboxExit;

    /// <summary>It was killed by <see cref="ISandboxedProcess.KillAsync"/> or by disposal.</summary>
    public sealed record Killed : SandboxExit;

    /// <summary>Its command is not there or cannot be executed: the fault of the program.</summary>
    /// <param name="Reason">The command and the system's reason.</param>
    public sealed record CommandFailed(string Reason) : SandboxExit;

    /// <summary>The sandbox could not be set up, or was broken from outside: the fault of the machine.</summary>
    /// <param name="Reason">What bubblewrap said.</param>
    public sealed record SandboxFailed(string Reason) : SandboxExit;
}
