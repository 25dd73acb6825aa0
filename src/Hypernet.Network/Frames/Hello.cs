using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hypernet.Network.Frames;

/// <summary>docs/spec/transport.md §2: the first frame of a connection, each way.</summary>
internal sealed record Hello
{
    /// <summary>Length of the payload.</summary>
    public const int PayloadBytes = 88;

    /// <summary>Length of the whole frame.</summary>
    public const int Bytes = FrameCodec.HeaderBytes + PayloadBytes;

    private const int TokenAt = 24;

    /// <summary>Index of who says it.</summary>
    public required int Sender { get; init; }

    /// <summary>Index of whom it is said to.</summary>
    public required int Recipient { get; init; }

    /// <summary>Names the sender's process; never 0.</summary>
    public required ulong Incarnation { get; init; }

    /// <summary>The recipient's process, as far as the sender knows; 0 if it does not.</summary>
    public ulong Known { get; init; }

    /// <summary>Number of the connection between the two, from 1.</summary>
    public ulong Connection { get; init; }

    /// <summary>The sender has received the frames up to this one.</summary>
    public ulong Received { get; init; }

    public HelloAnswer Answer { get; init; }

    private static ReadOnlySpan<byte> Protocol => "/hypernet/dac/1.0.0\0\0\0\0\0"u8;

    public byte[] ToBytes(ReadOnlySpan<byte> token)
    {
        byte[] bytes = new byte[Bytes];
        var header = new FrameHeader { Type = FrameType.Hello, Flags = (ushort)Answer };
        FrameCodec.Write(bytes, new Frame(header, PayloadBytes, 0, Received));
        var payload = bytes.AsSpan(FrameCodec.HeaderBytes);
        Protocol.CopyTo(payload);
        token.CopyTo(payload[TokenAt..]);
        BinaryPrimitives.WriteInt32LittleEndian(payload[56..], Sender);
        BinaryPrimitives.WriteInt32LittleEndian(payload[60..], Recipient);
        BinaryPrimitives.WriteUInt64LittleEndian(payload[64..], Incarnation);
        BinaryPrimitives.WriteUInt64LittleEndian(payload[72..], Known);
        BinaryPrimitives.WriteUInt64LittleEndian(payload[80..], Connection);
        return bytes;
    }

    /// <summary>Reads a whole frame from a stranger, up to the first rule that it breaks.</summary>
    /// <param name="source"><see cref="Bytes"/> bytes.</param>
    /// <param name="token">The group's token.</param>
    /// <param name="hello">What it says; null if it broke a rule.</param>
    public static ProtocolFault Read(ReadOnlySpan<byte> source, ReadOnlySpan<byte> token, out Hello? hello)
    {
        hello = null;
        var fault = FrameCodec.Read(source, PayloadBytes, out var frame);
        var payload = source[FrameCodec.HeaderBytes..];
        if (fault == ProtocolFault.None && frame.Header.Type != FrameType.Hello)
        {
            fault = ProtocolFault.UnexpectedFrame;
        }
        else if (fault == ProtocolFault.None && !payload.StartsWith(Protocol))
        {
            fault = ProtocolFault.UnsupportedProtocol;
        }
        else if (fault == ProtocolFault.None && !CryptographicOperations.FixedTimeEquals(payload.Slice(TokenAt, TcpTransportOptions.TokenBytes), token))
        {
            fault = ProtocolFault.WrongToken;
        }

        if (fault == ProtocolFault.None)
        {
            hello = new Hello
            {
                Sender = BinaryPrimitives.ReadInt32LittleEndian(payload[56..]),
                Recipient = BinaryPrimitives.ReadInt32LittleEndian(payload[60..]),
                Incarnation = BinaryPrimitives.ReadUInt64LittleEndian(payload[64..]),
                Known = BinaryPrimitives.ReadUInt64LittleEndian(payload[72..]),
                Connection = BinaryPrimitives.ReadUInt64LittleEndian(payload[80..]),
                Received = frame.Acknowledged,
                Answer = (HelloAnswer)frame.Header.Flags,
            };
        }

        return fault;
    }
}
