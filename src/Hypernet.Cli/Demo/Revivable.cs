using Hypernet.Cli.Processes;

namespace Hypernet.Cli.Demo;

/// <summary>A process of the demo that can be killed, and have a successor.</summary>
internal sealed class Revivable(ChildProcess first) : IAsyncDisposable
{
    // Those that were killed, too: who waits for their end may still be at it.
    private volatile ChildProcess[] _all = [first];
    private volatile TaskCompletionSource? _awaited;

    /// <summary>The process that was started last.</summary>
    public ChildProcess Child => _all[^1];

    /// <summary>Kills it, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _awaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Child.KillAsync();
    }

    /// <summary>Gives the killed one a successor.</summary>
    public void Revive(ChildProcess successor)
    {
        _all = [.. _all, successor];
        _awaited?.SetResult();
        _awaited = null;
    }

    /// <summary>Waits until it ends without having been killed here, and returns the exit code.</summary>
    public async Task<int> LossAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var child = Child;
            int code = await child.WaitAsync(cancellationToken);
            if (_awaited is { } successor)
            {
                await successor.Task.WaitAsync(cancellationToken);
            }
            else if (child == Child)
            {
                return code;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var child in _all)
        {
            await child.DisposeAsync();
        }
    }
}
