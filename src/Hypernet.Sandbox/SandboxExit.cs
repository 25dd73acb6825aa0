namespace Hypernet.Sandbox;

/// <summary>How a program ended. A closed set.</summary>
public abstract record SandboxExit
{
    private SandboxExit()
    {
    }

    /// <summary>Whether the program ended by itself with code 0.</summary>
    public bool IsSuccess => this is Exited { Code: 0 };

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
