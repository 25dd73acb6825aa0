using System.Buffers.Binary;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: the answer to CHECKPOINT that lets the program go on.</summary>
internal static class SettledFrame
{
    /// <param name="request">What it answers.</param>
    /// <param name="number">Of the checkpoint.</param>
    /// <param name="interval">The interval that begins; null where the session tells none.</param>
    public static byte[] Write(uint request, int number, Interval? interval = null)
    {
        byte[] frame = FrameWriter.Begin(FrameKind.Settled, request, sizeof(int) + (interval is null ? 0 : Interval.Bytes), out var payload);
        BinaryPrimitives.WriteInt32LittleEndian(payload, number);
        interval?.Write(payload[sizeof(int)..]);
        return frame;
    }
}
