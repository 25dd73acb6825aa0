using System.Buffers.Binary;

namespace Hypernet.Network.Tests;

/// <summary>A handler that writes down what it is told.</summary>
internal sealed class Recorder : ITransportHandler
{
    public List<(int Peer, FrameHeader Header, byte[] Payload)> Frames { get; } = [];

    public List<(int Peer, PeerLoss? Loss)> Links { get; } = [];

    /// <summary>How many frames and links had been reported when a peer was renewed.</summary>
    public List<(int Peer, int Frames, int Links)> Renewals { get; } = [];

    public Action<int>? OnRenewed { get; init; }

    public Action<int, PeerLoss>? OnLost { get; init; }

    public Action<int, FrameHeader, byte[]>? OnFrame { get; init; }

    /// <summary>The numbers of the frames of one peer, in the order of their arrival.</summary>
    public IEnumerable<ulong> Numbers(int peer) => Frames.Where(frame => frame.Peer == peer).Select(frame => frame.Header.Number);

    public void Received(int peer, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        Frames.Add((peer, header, payload.ToArray()));
        OnFrame?.Invoke(peer, header, Frames[^1].Payload);
    }

    public void Lost(int peer, PeerLoss loss)
    {
        Links.Add((peer, loss));
        OnLost?.Invoke(peer, loss);
    }

    public void Restored(int peer) => Links.Add((peer, null));

    public void Renewed(int peer)
    {
        Renewals.Add((peer, Frames.Count, Links.Count));
        OnRenewed?.Invoke(peer);
    }

    public static FrameHeader Data(ulong number) => new() { Type = FrameType.Data, Number = number };

    public static byte[] Bytes(ulong number)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        return bytes;
    }
}
