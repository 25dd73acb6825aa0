namespace Hypernet.Network.Simulation;

/// <summary>One peer's view of a <see cref="SimulatedNetwork"/>.</summary>
internal sealed class SimulatedTransport(SimulatedNetwork network, int self, int count) : ITransport
{
    private readonly SimulatedLink?[] _links = new SimulatedLink?[count];

    public int Self => self;

    public int Count => count;

    public TimeProvider Time { get; } = new SimulatedTime(network, self);

    public ITransportHandler? Handler { get; private set; }

    /// <summary>Whether its process has ended.</summary>
    public bool IsGone { get; set; }

    public SimulatedLink this[int peer] => _links[peer] ??= new SimulatedLink(network, this, peer);

    public void Start(ITransportHandler handler) => Handler = handler;

    public void Send(int peer, in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(peer, self);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)peer, (uint)count, nameof(peer));
        if (!IsGone)
        {
            this[peer].Send(header, payload);
        }
    }

    public void Forget(int peer) => this[peer].Dispose();

    public ValueTask DisposeAsync()
    {
        network.Crash(self);
        return ValueTask.CompletedTask;
    }
}
