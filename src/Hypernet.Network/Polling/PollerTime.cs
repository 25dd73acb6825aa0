namespace Hypernet.Network.Polling;

/// <summary>The system's clock, with timers that the driving thread of a poller fires: nobody else need be woken.</summary>
/// <param name="poller">The poller.</param>
internal sealed class PollerTime(Poller poller) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(poller, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(Poller poller, Action fire) : ITimer
    {
        // Counts changes, so that what was scheduled before one is void.
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            int version = Interlocked.Increment(ref _version);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                poller.Post(() => Schedule(version, dueTime, period));
            }

            return true;
        }

        public void Dispose() => Interlocked.Increment(ref _version);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Schedule(int version, TimeSpan after, TimeSpan period) => poller.Schedule(after, () =>
        {
            if (version != Volatile.Read(ref _version))
            {
                return;
            }

            if (period > TimeSpan.Zero)
            {
                Schedule(version, period, period);
            }

            fire();
        });
    }
}
