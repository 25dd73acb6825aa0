using System.Diagnostics;
using Hypernet.Network;

namespace Hypernet.Benchmarks.Ranks;

/// <summary>A transport that notes when it reported the first proof of a death.</summary>
/// <param name="inner">The transport.</param>
internal sealed class ProofClock(ITransport inner) : ITransport
{
    private ITransportHandler? _handler;
    private long _provenAt;

    /// <summary>By the clock that all processes of the machine share; 0 if nobody has died.</summary>
    internal long ProvenAt => Volatile.Read(ref _provenAt);

    public int Self => inner.Self;

    public int Count => inner.Count;

    public TimeProvider Time => inner.Time;

    public void Start(ITransportHandler handler)
    {
        _handler = handler;
        inner.Start(new Handler(this));
    }

    public void Send(int peer, in FrameHeader header, ReadOnlyMemory<byte> payload) => inner.Send(peer, header, payload);

    public void Forget(int peer) => inner.Forget(peer);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Handler(ProofClock clock) : ITransportHandler
    {
        public void Received(int peer, in FrameHeader header, ReadOnlySpan<byte> payload) => clock._handler!.Received(peer, header, payload);

        public void Lost(int peer, PeerLoss loss)
        {
            if (loss == PeerLoss.Refused)
            {
                Interlocked.CompareExchange(ref clock._provenAt, Stopwatch.GetTimestamp(), 0);
            }

            clock._handler!.Lost(peer, loss);
        }

        public void Restored(int peer) => clock._handler!.Restored(peer);

        public void Renewed(int peer) => clock._handler!.Renewed(peer);
    }
}
