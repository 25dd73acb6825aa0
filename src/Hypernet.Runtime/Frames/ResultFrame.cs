using System.Buffers.Binary;
using Hypernet.Consensus;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §5: the answer to CALL.</summary>
internal static class ResultFrame
{
    /// <summary>The longest value that fits into a frame.</summary>
    public const int MaximumValueBytes = 64 << 20;

    private const int Head = 40;

    /// <summary>Writes all but the value, which follows unless it was put into the arena.</summary>
    public static byte[] Write(uint request, OperationResult result, bool isInArena)
    {
        var contributors = result.Contributors;
        int head = Head + contributors.Bytes;
        byte[] frame = new byte[FrameHeader.Bytes + head];
        new FrameHeader(head + (isInArena ? 0 : result.Value.Length), FrameKind.Result, request).Write(frame);

        var payload = frame.AsSpan(FrameHeader.Bytes);
        BinaryPrimitives.WriteDoubleLittleEndian(payload, result.ErrorBound);
        BinaryPrimitives.WriteInt64LittleEndian(payload[8..], result.Value.Length);
        BinaryPrimitives.WriteInt32LittleEndian(payload[16..], isInArena ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(payload[20..], contributors.Size);
        BinaryPrimitives.WriteInt32LittleEndian(payload[24..], result.Diagnostics.Rounds);
        BinaryPrimitives.WriteInt32LittleEndian(payload[28..], result.Diagnostics.Views);
        BinaryPrimitives.WriteInt64LittleEndian(payload[32..], result.Diagnostics.BytesSent);
        contributors.Write(payload[Head..]);
        return frame;
    }
}
