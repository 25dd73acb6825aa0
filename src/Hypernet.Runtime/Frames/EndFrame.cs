using System.Buffers.Binary;
using System.Text;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: the runtime's last frame.</summary>
internal static class EndFrame
{
    private const int MaximumTextBytes = 1000;

    public enum Reason : ushort
    {
        Stopped = 1,
        UnsupportedProtocol = 2,
        BrokenRule = 3,
    }

    public static byte[] Write(Reason reason, string text)
    {
        byte[] sent = Shortened(text);
        byte[] frame = FrameWriter.Begin(FrameKind.End, request: 0, 2 + sent.Length, out var payload);
        BinaryPrimitives.WriteUInt16LittleEndian(payload, (ushort)reason);
        sent.CopyTo(payload[2..]);
        return frame;
    }

    // Whole characters only: what is cut must still be UTF-8.
    private static byte[] Shortened(string text)
    {
        byte[] bytes = new byte[MaximumTextBytes];
        Encoding.UTF8.GetEncoder().Convert(text, bytes, flush: false, out _, out int used, out _);
        return bytes[..used];
    }
}
