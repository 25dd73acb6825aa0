using System.Buffers.Binary;
using System.Net.Sockets;
using Hypernet.Runtime.Frames;
using Xunit;

namespace Hypernet.Runtime;

/// <summary>A program that sends whatever bytes a test wants.</summary>
internal sealed class RawProgram : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private RawProgram()
    {
    }

    public static async Task<RawProgram> ConnectAsync(string path)
    {
        var program = new RawProgram();
        await program._socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return program;
    }

    /// <summary>Connects and is welcome.</summary>
    public static async Task<RawProgram> GreetAsync(string path)
    {
        var program = await ConnectAsync(path);
        await program.SendAsync(Golden("hello"));
        Assert.Equal(FrameKind.Welcome, (await program.ReceiveAsync())?.Kind);
        return program;
    }

    public static byte[] Golden(string name) => Vector.Load("frames.json").Single(vector => vector.Name == name).Bytes;

    public static byte[] Frame(FrameKind kind, uint request, params ReadOnlySpan<byte> payload)
    {
        byte[] frame = FrameWriter.Begin(kind, request, payload.Length, out var rest);
        payload.CopyTo(rest);
        return frame;
    }

    public static byte[] Checkpoint(int number, int resultBytes = 0, int stateBytes = 0)
    {
        byte[] payload = new byte[8 + resultBytes + stateBytes];
        BinaryPrimitives.WriteInt32LittleEndian(payload, number);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(4), resultBytes);
        payload.AsSpan(8, resultBytes).Fill(0xaa);
        payload.AsSpan(8 + resultBytes).Fill(0xbb);
        return Frame(FrameKind.Checkpoint, (uint)number, payload);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes)..];
        }
    }

    /// <summary>The runtime's next frame; null when it has closed.</summary>
    public async Task<Frame?> ReceiveAsync()
    {
        byte[] header = new byte[FrameHeader.Bytes];
        if (!await FillAsync(header))
        {
            return null;
        }

        byte[] payload = new byte[BinaryPrimitives.ReadInt32LittleEndian(header)];
        Assert.True(await FillAsync(payload));
        return new Frame(
            (FrameKind)BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(4)),
            BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8)),
            payload);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<bool> FillAsync(Memory<byte> buffer)
    {
        for (int have = 0; have < buffer.Length;)
        {
            int count = await ReceiveSomeAsync(buffer[have..]);
            if (count == 0)
            {
                return false;
            }

            have += count;
        }

        return true;
    }

    // A runtime that closes with unread bytes of the program's resets the connection: closed all the same.
    private async Task<int> ReceiveSomeAsync(Memory<byte> buffer)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer);
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
