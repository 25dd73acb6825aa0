namespace Hypernet.EventStore;

/// <summary>Wakes readers after a commit: what every store's <see cref="IEventFeed"/> is made of.</summary>
internal sealed class PositionSignal(long position)
{
    private readonly Lock _lock = new();
    private long _position = position;
    private TaskCompletionSource _next = New();

    public void Publish(long position)
    {
        TaskCompletionSource reached;
        lock (_lock)
        {
            if (position <= _position)
            {
                return;
            }

            _position = position;
            reached = _next;
            _next = New();
        }

        reached.SetResult();
    }

    public async ValueTask<long> WaitAsync(long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_position > position)
                {
                    return _position;
                }

                next = _next.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends all waits, those to come included: nothing will be published any more.</summary>
    public void Close(string store)
    {
        lock (_lock)
        {
            _next.TrySetException(new ObjectDisposedException(store));
            // Nobody may be waiting: the fault of a task that nobody awaits is no fault.
            _ = _next.Task.Exception;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
