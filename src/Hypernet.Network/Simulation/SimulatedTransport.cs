namespace Hypernet.Network.Simulation;

/// <summary>One process's view of a <see cref="SimulatedNetwork"/>.</summary>
internal sealed class SimulatedTransport : ITransport
{
    private readonly SimulatedNetwork _network;
    private readonly SimulatedLink?[] _links;

    /// <param name="network">What it is of.</param>
    /// <param name="self">The peer whose process it is.</param>
    /// <param name="life">Counts the processes of the peer, from 1.</param>
    public SimulatedTransport(SimulatedNetwork network, int self, ulong life)
    {
        (_network, Self, Life) = (network, self, life);
        _links = new SimulatedLink?[network.Count];
        Time = new SimulatedTime(network, this);
    }

    public int Self { get; }

    public ulong Life { get; }

    public int Count => _links.Length;

    public TimeProvider Time { get; }

    public ITransportHandler? Handler { get; private set; }

    /// <summary>Whether its process has ended.</summary>
    public bool IsGone { get; set; }

    /// <summary>The link to the process that has a peer's place by now, unless another one is known already.</summary>
    public SimulatedLink this[int peer] => _links[peer] ??= new SimulatedLink(_network, this, peer, _network.LifeOf(peer));

    public void Start(ITransportHandler handler) => Handler = handler;

    public void Send(int peer, in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(peer, Self);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)peer, (uint)Count, nameof(peer));
        if (!IsGone)
        {
            this[peer].Send(header, payload);
        }
    }

    public void Forget(int peer) => this[peer].Dispose();

    /// <summary>Something has come over the network.</summary>
    public SimulatedEventKind Arrive(in Happening arrived)
    {
        ulong life = arrived.Sender!.Life;
        if (IsGone || Handler is not { } handler || life < this[arrived.Other].PeerLife)
        {
            return SimulatedEventKind.Arrived;
        }

        if (life > this[arrived.Other].PeerLife)
        {
            Renew(arrived.Other, life, handler);
            _network.ArriveAgain(arrived);
            return SimulatedEventKind.Renewed;
        }

        return this[arrived.Other].Arrive(handler, arrived);
    }

    public ValueTask DisposeAsync()
    {
        _network.Crash(this, isProven: true);
        return ValueTask.CompletedTask;
    }

    private void Renew(int peer, ulong life, ITransportHandler handler)
    {
        // In this order: who is told of the loss may forget the peer.
        this[peer].End(handler);
        if (!IsGone)
        {
            _links[peer] = new SimulatedLink(_network, this, peer, life);
            handler.Renewed(peer);
        }
    }
}
