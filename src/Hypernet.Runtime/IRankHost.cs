using Hypernet.Sandbox;

namespace Hypernet.Runtime;

/// <summary>
/// What a running program may ask for: implemented by the agent, and by whoever runs programs for development.
/// One program talks to one host; calls come one at a time. An exception of the host ends the run and reaches its caller.
/// </summary>
public interface IRankHost
{
    /// <summary>The program runs in its sandbox: from now on its tails can be read, also after its end. By default nobody cares.</summary>
    /// <param name="process">The program. It is the runtime's to end.</param>
    void Started(ISandboxedProcess process)
    {
    }

    /// <summary>The interval that the program works in: read at its begin, and after each checkpoint that is settled; after the last one it may stay.</summary>
    Interval Interval { get; }

    /// <summary>The state to start from. Called only if the rank's <see cref="RankIdentity.Resume"/> is above 0.</summary>
    /// <param name="cancellationToken">Canceled when the run is stopped.</param>
    /// <returns>The state given at checkpoint <see cref="RankIdentity.Resume"/>, at most <see cref="RankServer.MaximumBlobBytes"/>.</returns>
    Task<ReadOnlyMemory<byte>> RestoreAsync(CancellationToken cancellationToken);

    /// <summary>The program has reached a checkpoint and waits. It goes on when the task completes: after settlement.</summary>
    /// <param name="number">Number of the checkpoint, from 1; each is reached once in a run, in order.</param>
    /// <param name="result">What replicas compare. The memory is the host's to keep.</param>
    /// <param name="state">What a replacement resumes from. The memory is the host's to keep.</param>
    /// <param name="cancellationToken">Canceled when the run is stopped.</param>
    /// <returns>Whether the program goes on, or why not.</returns>
    Task<CheckpointAnswer> CheckpointAsync(
        int number, ReadOnlyMemory<byte> result, ReadOnlyMemory<byte> state, CancellationToken cancellationToken);

    /// <summary>The program says how far it is, in a unit of its own. Unverified.</summary>
    /// <param name="done">At most <paramref name="total"/>.</param>
    /// <param name="total">At least 1.</param>
    /// <param name="residual">How far what it iterates still is from its end, finite and at least 0; null where it does not say.</param>
    void Progress(ulong done, ulong total, double? residual);

    /// <summary>The program says something to its buyer.</summary>
    /// <param name="line">At most 4096 bytes of UTF-8, without control characters.</param>
    void Log(string line);
}
