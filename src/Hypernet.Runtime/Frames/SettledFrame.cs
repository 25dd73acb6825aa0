using System.Buffers.Binary;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: the answer to CHECKPOINT that lets the program go on.</summary>
internal static class SettledFrame
{
    public static byte[] Write(uint request, int number)
    {
        byte[] frame = FrameWriter.Begin(FrameKind.Settled, request, 4, out var payload);
        BinaryPrimitives.WriteInt32LittleEndian(payload, number);
        return frame;
    }
}
