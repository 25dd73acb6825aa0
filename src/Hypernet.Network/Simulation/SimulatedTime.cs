namespace Hypernet.Network.Simulation;

/// <summary>The clock of one process: virtual, the same at all, but its timers end with the process.</summary>
internal sealed class SimulatedTime(SimulatedNetwork network, SimulatedTransport? owner) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => network.Now;

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(network.Now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(network, owner, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}
