using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Hypernet.Consensus;
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
    public static async Task<RawProgram> GreetAsync(string path, string hello = "hello")
    {
        var program = await ConnectAsync(path);
        await program.SendAsync(Golden(hello));
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

    /// <summary>A call of the sum of one double, under a name.</summary>
    public static byte[] Sum(uint request, double value, string name = "") => Call(
        request, new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 1 }, BitConverter.GetBytes(value), name);

    /// <summary>A call with its contribution in the frame.</summary>
    public static byte[] Call(uint request, Descriptor called, ReadOnlySpan<byte> contribution, string name = "")
    {
        byte[] named = Encoding.UTF8.GetBytes(name);
        byte[] head = new byte[64];
        called.Write(head);
        head[6] = (byte)named.Length;
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(32), contribution.Length);
        return Frame(FrameKind.Call, request, [.. head, .. named, .. contribution]);
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

    /// <summary>The runtime's next frame, which must be an answer of this kind to this request.</summary>
    public async Task<ReadOnlyMemory<byte>> AnswerAsync(FrameKind kind, uint request)
    {
        var frame = (await ReceiveAsync())!.Value;
        Assert.Equal((kind, request), (frame.Kind, frame.Request));
        return frame.Payload;
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
