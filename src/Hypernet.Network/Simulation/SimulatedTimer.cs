namespace Hypernet.Network.Simulation;

internal sealed class SimulatedTimer(SimulatedNetwork network, int peer, Action fire) : ITimer
{
    private TimeSpan _period;

    public int Peer => peer;

    /// <summary>Counts changes, so that what was scheduled before one is void.</summary>
    public ulong Version { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Version++;
        _period = period;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            network.Schedule(this, dueTime);
        }

        return true;
    }

    public void Fire()
    {
        if (_period > TimeSpan.Zero)
        {
            network.Schedule(this, _period);
        }

        fire();
    }

    public void Dispose() => Version++;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
