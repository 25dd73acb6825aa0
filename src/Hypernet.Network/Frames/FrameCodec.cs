using System.Buffers.Binary;

namespace Hypernet.Network.Frames;

/// <summary>docs/spec/transport.md §3: the fixed header of a frame, as bytes.</summary>
internal static class FrameCodec
{
    public const int HeaderBytes = 80;
    private const ushort Magic = 'H' | ('N' << 8);
    private const byte Version = 1;
    private const int AcknowledgedAt = 16;

    // One bit per value of FrameType: all are below 64.
    private static readonly ulong Known = Enum.GetValues<FrameType>().Aggregate(0UL, (bits, type) => bits | 1UL << (int)type);

    public static void Write(Span<byte> destination, in Frame frame)
    {
        // The last element first: one bounds check for all.
        BinaryPrimitives.WriteUInt16LittleEndian(destination[78..], frame.Header.Flags);
        BinaryPrimitives.WriteUInt16LittleEndian(destination, Magic);
        destination[2] = Version;
        destination[3] = (byte)frame.Header.Type;
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], frame.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], frame.Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[AcknowledgedAt..], frame.Acknowledged);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], frame.Header.View);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[32..], frame.Header.Name);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[40..], frame.Header.Number);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[48..], frame.Header.Descriptor);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[56..], frame.Header.Stable);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[64..], frame.Header.First);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[72..], frame.Header.Chunk);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[76..], frame.Header.Step);
    }

    /// <summary>Brings the acknowledgment of a written frame up to date.</summary>
    public static void Acknowledge(Span<byte> written, ulong through) =>
        BinaryPrimitives.WriteUInt64LittleEndian(written[AcknowledgedAt..], through);

    /// <summary>Reads a header from a stranger.</summary>
    /// <param name="source">At least <see cref="HeaderBytes"/> bytes.</param>
    /// <param name="maxPayload">The limit of the payload, in bytes.</param>
    /// <param name="frame">What the header says; nothing if it broke a rule.</param>
    public static ProtocolFault Read(ReadOnlySpan<byte> source, int maxPayload, out Frame frame)
    {
        frame = default;
        byte type = source[3];
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        ulong sequence = BinaryPrimitives.ReadUInt64LittleEndian(source[8..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(source) != Magic)
        {
            return ProtocolFault.BadMagic;
        }

        if (source[2] != Version)
        {
            return ProtocolFault.UnsupportedVersion;
        }

        if (type >= 64 || (Known >> type & 1) == 0)
        {
            return ProtocolFault.UnknownType;
        }

        if (length > (uint)maxPayload)
        {
            return ProtocolFault.PayloadTooLarge;
        }

        bool isOfSession = (FrameType)type is not (FrameType.Hello or FrameType.Ack);
        if (!isOfSession && length != ((FrameType)type == FrameType.Hello ? Hello.PayloadBytes : 0))
        {
            return ProtocolFault.BadLength;
        }

        if (isOfSession == (sequence == 0))
        {
            return ProtocolFault.BadSequence;
        }

        frame = new Frame(ReadFields(source, (FrameType)type), (int)length, sequence, BinaryPrimitives.ReadUInt64LittleEndian(source[AcknowledgedAt..]));
        return ProtocolFault.None;
    }

    private static FrameHeader ReadFields(ReadOnlySpan<byte> source, FrameType type) => new()
    {
        Type = type,
        View = BinaryPrimitives.ReadUInt64LittleEndian(source[24..]),
        Name = BinaryPrimitives.ReadUInt64LittleEndian(source[32..]),
        Number = BinaryPrimitives.ReadUInt64LittleEndian(source[40..]),
        Descriptor = BinaryPrimitives.ReadUInt64LittleEndian(source[48..]),
        Stable = BinaryPrimitives.ReadUInt64LittleEndian(source[56..]),
        First = BinaryPrimitives.ReadUInt64LittleEndian(source[64..]),
        Chunk = BinaryPrimitives.ReadUInt32LittleEndian(source[72..]),
        Step = BinaryPrimitives.ReadUInt16LittleEndian(source[76..]),
        Flags = BinaryPrimitives.ReadUInt16LittleEndian(source[78..]),
    };
}
