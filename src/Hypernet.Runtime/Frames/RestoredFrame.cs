using System.Buffers.Binary;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: the answer to RESTORE.</summary>
internal static class RestoredFrame
{
    public static byte[] Write(uint request, int number, ReadOnlySpan<byte> state)
    {
        byte[] frame = FrameWriter.Begin(FrameKind.Restored, request, 4 + state.Length, out var payload);
        BinaryPrimitives.WriteInt32LittleEndian(payload, number);
        state.CopyTo(payload[4..]);
        return frame;
    }
}
