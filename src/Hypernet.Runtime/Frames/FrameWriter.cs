namespace Hypernet.Runtime.Frames;

/// <summary>Starts a frame of the runtime's: one array that is sent in one piece.</summary>
internal static class FrameWriter
{
    public static byte[] Begin(FrameKind kind, uint request, int length, out Span<byte> payload)
    {
        byte[] frame = new byte[FrameHeader.Bytes + length];
        new FrameHeader(length, kind, request).Write(frame);
        payload = frame.AsSpan(FrameHeader.Bytes);
        return frame;
    }
}
