namespace Hypernet.Network.Simulation;

/// <summary>One peer's view of a <see cref="SimulatedNetwork"/>.</summary>
internal sealed class SimulatedTransport(SimulatedNetwork network, int self) : ITransport
{
    private readonly HashSet<int> _forgotten = [];

    public int Self => self;

    public int Count => network.Count;

    public TimeProvider Time { get; } = new SimulatedTime(network, self);

    public ITransportHandler? Handler { get; private set; }

    /// <summary>Whether its process has ended.</summary>
    public bool IsGone { get; set; }

    public void Start(ITransportHandler handler) => Handler = handler;

    public bool Knows(int peer) => !_forgotten.Contains(peer);

    public void Send(int peer, in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(peer, self);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)peer, (uint)Count, nameof(peer));
        if (Knows(peer))
        {
            network.Send(self, peer, header, payload);
        }
    }

    public void Forget(int peer) => _forgotten.Add(peer);

    public ValueTask DisposeAsync()
    {
        IsGone = true;
        return ValueTask.CompletedTask;
    }
}
