namespace Hypernet.Network.Tests.Tcp;

/// <summary>A handler that passes on what it is told to a test that awaits it.</summary>
internal sealed class Witness : ITransportHandler
{
    private Memory<byte> _room;

    public Inbox<(int Peer, FrameHeader Header, byte[] Payload)> Frames { get; } = new();

    /// <summary>Losses, and restorations as null.</summary>
    public Inbox<(int Peer, PeerLoss? Loss)> Links { get; } = new();

    /// <summary>Whose place another process has.</summary>
    public Inbox<int> Renewals { get; } = new();

    public Action<int, PeerLoss>? OnLost { get; set; }

    public Action<int>? OnRenewed { get; set; }

    public Action<int, FrameHeader, ReadOnlyMemory<byte>>? OnFrame { get; set; }

    /// <summary>Frames received where this handler wanted to have them: those with an even number that do not arrive at once.</summary>
    public int InRoom { get; private set; }

    public Memory<byte> RoomFor(int peer, in FrameHeader header, int length) => _room = header.Number % 2 == 0 ? new byte[length] : default;

    public void Received(int peer, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        byte[] copy = payload.ToArray();
        InRoom += payload.Overlaps(_room.Span) ? 1 : 0;
        OnFrame?.Invoke(peer, header, copy);
        Frames.Put((peer, header, copy));
    }

    public void Lost(int peer, PeerLoss loss)
    {
        OnLost?.Invoke(peer, loss);
        Links.Put((peer, loss));
    }

    public void Restored(int peer) => Links.Put((peer, null));

    public void Renewed(int peer)
    {
        OnRenewed?.Invoke(peer);
        Renewals.Put(peer);
    }
}
