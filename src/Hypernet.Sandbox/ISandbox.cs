namespace Hypernet.Sandbox;

/// <summary>Runs buyers' programs isolated from the seller's machine. docs/spec/sandbox.md says what that secures.</summary>
public interface ISandbox
{
    /// <summary>Starts an empty program to find out whether this machine can run any.</summary>
    /// <param name="cancellationToken">Stops the trial.</param>
    /// <returns>Whether programs can be started; if not, why, and what to do.</returns>
    ValueTask<SandboxAvailability> CheckAsync(CancellationToken cancellationToken = default);

    /// <summary>Starts a program. That it failed, or could not even be started, is a <see cref="SandboxExit"/>.</summary>
    /// <param name="program">What to run, what it sees and how much of the machine it gets.</param>
    /// <param name="cancellationToken">Stops the start; a process that has been returned is ended by its own methods.</param>
    /// <returns>The process; dispose of it to end it and to remove all that it left.</returns>
    /// <exception cref="SandboxUnavailableException">The machine lacks something that the sandbox needs.</exception>
    /// <exception cref="ArgumentException">
    /// A folder is not absolute, a variable is one that the sandbox pins, a limit is out of range, or the command with the
    /// variables is longer than 64 KiB.
    /// </exception>
    /// <exception cref="IOException">The system refused a process, a pipe or a control group.</exception>
    ValueTask<ISandboxedProcess> StartAsync(SandboxedProgram program, CancellationToken cancellationToken = default);
}
