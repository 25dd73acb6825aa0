using System.Buffers.Binary;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: the runtime's last frame.</summary>
internal static class EndFrame
{
    public enum Reason : ushort
    {
        Stopped = 1,
        UnsupportedProtocol = 2,
        BrokenRule = 3,
    }

    public static byte[] Write(Reason reason, string text)
    {
        byte[] sent = Words.Shortened(text);
        byte[] frame = FrameWriter.Begin(FrameKind.End, request: 0, 2 + sent.Length, out var payload);
        BinaryPrimitives.WriteUInt16LittleEndian(payload, (ushort)reason);
        sent.CopyTo(payload[2..]);
        return frame;
    }
}
