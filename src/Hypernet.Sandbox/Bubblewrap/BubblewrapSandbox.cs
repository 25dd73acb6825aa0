using System.Text;

namespace Hypernet.Sandbox;

/// <summary>
/// Runs programs in bubblewrap: own namespaces, an own system-call filter, and a resource fence. Never as root, and never
/// less isolated than docs/spec/sandbox.md says.
/// </summary>
public sealed class BubblewrapSandbox : ISandbox
{
    private static readonly string[] Places = ["/usr/bin/bwrap", "/usr/local/bin/bwrap"];
    private const string Hint = "Install the package bubblewrap, 0.8 or newer, and allow unprivileged user namespaces.";
    private const int LongestCommand = 64 << 10;
    private readonly IResourceFence _fence;
    private readonly TimeProvider _time;

    /// <summary>Makes a sandbox for the user of this process.</summary>
    /// <param name="fence">Holds programs to their limits.</param>
    /// <param name="time">Measures wall time.</param>
    /// <exception cref="UnsafeUserException">This process runs as root.</exception>
    public BubblewrapSandbox(IResourceFence fence, TimeProvider time)
    {
        HostUser.Current.ThrowIfRoot();
        (_fence, _time) = (fence, time);
    }

    /// <inheritdoc/>
    public async ValueTask<SandboxAvailability> CheckAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var trial = new SandboxedProgram
            {
                Command = "/usr/bin/true",
                ProgramFolder = "/usr/bin",
                Limits = new() { WallTime = TimeSpan.FromSeconds(30) },
            };
            await using var process = await StartAsync(trial, cancellationToken).ConfigureAwait(false);
            var exit = await process.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new SandboxAvailability(
                _fence.Kind, exit.IsSuccess ? null : new SandboxUnavailableException($"a trial did not end well: {exit}.", Hint));
        }
        catch (SandboxUnavailableException obstacle)
        {
            return new SandboxAvailability(_fence.Kind, obstacle);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ISandboxedProcess> StartAsync(SandboxedProgram program, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        program.Limits.Validate();
        string executable = Array.Find(Places, File.Exists)
            ?? throw new SandboxUnavailableException("bubblewrap is not installed.", Hint);
        byte[] filter = SeccompFilter.Assemble(SystemCalls.OfThisMachine);
        var enclosure = _fence.Enclose(program.Limits);
#pragma warning disable CA2000 // the process that is returned takes it over
        var pipes = new BubblewrapPipes();
#pragma warning restore CA2000
        try
        {
            // A shell adds variables of its own, which process 1 of the sandbox would show.
            string[] command = ["/usr/bin/env", "-i", executable, .. BubblewrapArguments.For(program, enclosure.Wrapper)];
            ThrowIfRefused(command);
            pipes.Send(filter);
            var launch = LaunchScript.Wrap(enclosure.JoinFiles, program.Limits.OpenFiles, command);
            var child = await ChildProcess.StartAsync(launch, pipes.ChildEnds).ConfigureAwait(false);
            pipes.Detach();
            return new BubblewrapProcess(child, pipes, enclosure, program.Limits, _time);
        }
        catch
        {
            pipes.Dispose();
            await enclosure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The command comes from a stranger: the kernel's own limit would show as a fault of the machine.
    private static void ThrowIfRefused(string[] command)
    {
        if (command.Any(part => part.Contains('\0', StringComparison.Ordinal)))
        {
            throw new ArgumentException("A NUL character in a command, a path or a variable. Leave it out.", nameof(command));
        }

        int length = command.Sum(Encoding.UTF8.GetByteCount);
        if (length > LongestCommand)
        {
            throw new ArgumentException(
                $"Command and variables are {length} bytes long, of at most {LongestCommand}. Put the values in a file.", nameof(command));
        }
    }
}
