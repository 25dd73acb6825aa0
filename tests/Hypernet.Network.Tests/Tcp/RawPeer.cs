using System.Net;
using System.Net.Sockets;
using Hypernet.Network.Frames;
using Xunit;

namespace Hypernet.Network.Tests.Tcp;

/// <summary>Somebody who dials a transport and says what he likes.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

    public static async Task<RawPeer> Dial(IPEndPoint endPoint)
    {
        var peer = new RawPeer();
        await peer._socket.ConnectAsync(endPoint);
        return peer;
    }

    /// <summary>Dials as peer 1 of a book of two, and is let in by peer 0.</summary>
    public static async Task<RawPeer> Join(IPEndPoint endPoint, Hello? hello = null)
    {
        var peer = await Dial(endPoint);
        await peer.Say((hello ?? Greeting).ToBytes(TcpNetwork.Token));
        var answer = await peer.Hear();
        Assert.Equal(HelloAnswer.Accepted, answer.Answer);
        return peer;
    }

    public static Hello Greeting { get; } = new() { Sender = 1, Recipient = 0, Incarnation = 77, Connection = 1 };

    public static byte[] Numbered(ulong sequence, ulong acknowledged = 0, FrameType type = FrameType.Data, int length = 0)
    {
        byte[] bytes = new byte[FrameCodec.HeaderBytes];
        FrameCodec.Write(bytes, new Frame(new FrameHeader { Type = type, Number = sequence }, length, sequence, acknowledged));
        return bytes;
    }

    public async Task Say(params byte[][] bytes)
    {
        foreach (byte[] part in bytes)
        {
            await _socket.SendAsync(part);
        }
    }

    /// <summary>The transport's HELLO.</summary>
    public async Task<Hello> Hear()
    {
        Assert.Equal(ProtocolFault.None, Hello.Read(await Read(Hello.Bytes), TcpNetwork.Token, out var hello));
        return hello!;
    }

    /// <summary>The next frame without a payload that does more than acknowledge.</summary>
    public async Task<Frame> NextNumbered()
    {
        Frame frame;
        do
        {
            Assert.Equal(ProtocolFault.None, FrameCodec.Read(await Read(FrameCodec.HeaderBytes), 0, out frame));
        }
        while (frame.Header.Type == FrameType.Ack);

        return frame;
    }

    public async Task<byte[]> Read(int count)
    {
        using var patience = new CancellationTokenSource(TcpNetwork.Patience);
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
        {
            int more = await _socket.ReceiveAsync(bytes.AsMemory(read), patience.Token);
            Assert.NotEqual(0, more);
            read += more;
        }

        return bytes;
    }

    /// <summary>Whether the transport closes without another word.</summary>
    public async Task<bool> IsClosed()
    {
        using var patience = new CancellationTokenSource(TcpNetwork.Patience);
        try
        {
            return await _socket.ReceiveAsync(new byte[1], patience.Token) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public void Dispose() => _socket.Dispose();
}
