using System.Buffers.Binary;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: the 12 bytes before each payload.</summary>
/// <param name="Length">Bytes of the payload.</param>
/// <param name="Kind">What the payload is.</param>
/// <param name="Request">The request that is asked or answered; 0 for a frame without an answer.</param>
internal readonly record struct FrameHeader(int Length, FrameKind Kind, uint Request)
{
    public const int Bytes = 12;

    /// <summary>Reads the header of a frame that a program sends, and refuses it before anything is allocated for its payload.</summary>
    /// <param name="bytes">The header.</param>
    /// <param name="features">What the session has.</param>
    /// <exception cref="FrameException">The frame breaks a rule whatever its payload holds.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes, Features features)
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var kind = (FrameKind)BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        uint request = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);

        bool isAnswered = kind is FrameKind.Restore or FrameKind.Checkpoint or FrameKind.Call;
        int cap = kind switch
        {
            FrameKind.Hello => HelloFrame.MaximumBytes,
            FrameKind.Restore or FrameKind.Finish => 0,
            FrameKind.Checkpoint => CheckpointFrame.MaximumBytes,
            FrameKind.Progress => ProgressFrame.MaximumBytes,
            FrameKind.Log => LogFrame.MaximumBytes,
            FrameKind.Call when features.HasFlag(Features.Collectives) => CallFrame.MaximumBytes,
            _ => throw new FrameException(SessionFault.UnknownKind, $"no program sends a frame of kind {(ushort)kind}"),
        };
        if (flags != 0 || isAnswered == (request == 0))
        {
            throw new FrameException(
                SessionFault.BadHeader, $"{kind} has flags {flags} (must be 0) and request {request} (must {(isAnswered ? "not " : "")}be 0)");
        }

        if (length > cap)
        {
            throw new FrameException(SessionFault.FrameTooLarge, $"{kind} of {length} bytes, at most {cap} are allowed");
        }

        return new FrameHeader((int)length, kind, request);
    }

    /// <summary>Writes the header; flags are 0.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[4..], (ushort)Kind);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Request);
    }
}
