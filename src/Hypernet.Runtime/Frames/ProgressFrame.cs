using System.Buffers.Binary;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: how far the program is.</summary>
internal readonly record struct ProgressFrame(ulong Done, ulong Total)
{
    public const int Bytes = 16;

    public static ProgressFrame Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != Bytes)
        {
            throw new FrameException(SessionFault.BadLength, $"PROGRESS of {payload.Length} bytes, it has {Bytes}");
        }

        ulong done = BinaryPrimitives.ReadUInt64LittleEndian(payload);
        ulong total = BinaryPrimitives.ReadUInt64LittleEndian(payload[8..]);
        return total > 0 && done <= total
            ? new ProgressFrame(done, total)
            : throw new FrameException(SessionFault.BadProgress, $"progress of {done} of {total}");
    }
}
