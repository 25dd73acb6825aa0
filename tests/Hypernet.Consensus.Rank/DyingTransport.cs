using System.Diagnostics;
using Hypernet.Network;

namespace Hypernet.Consensus.Rank;

/// <summary>Kills the process by SIGKILL just before it sends, or is given, the frame with a certain number.</summary>
/// <param name="inner">What carries the frames.</param>
/// <param name="dieAt">The number, from 0.</param>
internal sealed class DyingTransport(ITransport inner, long dieAt) : ITransport, ITransportHandler
{
    private ITransportHandler? _handler;
    private long _frames;

    public int Self => inner.Self;

    public int Count => inner.Count;

    public TimeProvider Time => inner.Time;

    public void Start(ITransportHandler handler)
    {
        _handler = handler;
        inner.Start(this);
    }

    public void Send(int peer, in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        Live();
        inner.Send(peer, header, payload);
    }

    public void Forget(int peer) => inner.Forget(peer);

    public void Received(int peer, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        Live();
        _handler!.Received(peer, header, payload);
    }

    public void Lost(int peer, PeerLoss loss) => _handler!.Lost(peer, loss);

    public void Restored(int peer) => _handler!.Restored(peer);

    public void Renewed(int peer) => _handler!.Renewed(peer);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Live()
    {
        if (Interlocked.Increment(ref _frames) > dieAt)
        {
            Process.GetCurrentProcess().Kill();
        }
    }
}
