namespace Hypernet.Network.Simulation;

internal sealed class SimulatedTimer(SimulatedNetwork network, SimulatedTransport? owner, Action fire) : ITimer
{
    private TimeSpan _period;

    /// <summary>The peer whose timer it is; −1 if it is nobody's.</summary>
    public int Peer => owner?.Self ?? -1;

    /// <summary>Whether it never fires again.</summary>
    public bool IsGone => owner?.IsGone ?? false;

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
