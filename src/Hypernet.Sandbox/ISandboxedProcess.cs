namespace Hypernet.Sandbox;

/// <summary>A buyer's program that runs, or ran, in a sandbox, with everything that it started.</summary>
public interface ISandboxedProcess : IAsyncDisposable
{
    /// <summary>
    /// How the program ended. Completes when no process of it is left, its output is read and its resources are given
    /// back; does not fault because of anything that the program does.
    /// </summary>
    Task<SandboxExit> Completion { get; }

    /// <summary>The newest output, at most <see cref="SandboxLimits.TailBytes"/>, without control characters.</summary>
    string OutputTail { get; }

    /// <summary>The newest error output, at most <see cref="SandboxLimits.TailBytes"/>, without control characters.</summary>
    string ErrorTail { get; }

    /// <summary>Ends the program and everything it started by SIGKILL, and waits until nothing of it is left.</summary>
    /// <param name="cancellationToken">Stops the waiting, not the ending.</param>
    /// <returns>A task that completes with <see cref="Completion"/>.</returns>
    Task KillAsync(CancellationToken cancellationToken = default);
}
