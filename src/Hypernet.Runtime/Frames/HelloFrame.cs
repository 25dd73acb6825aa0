using System.Buffers.Binary;
using System.Text;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: the program's first frame.</summary>
/// <param name="Features">The bits that the program can use.</param>
internal readonly record struct HelloFrame(ulong Features)
{
    public const string Protocol = "/hypernet/runtime/1.0.0";
    public const int MaximumBytes = 1024;

    // Programs and runtimes understand each other up to the last number of the id.
    private static readonly byte[] Series = Encoding.ASCII.GetBytes(Protocol[..(Protocol.LastIndexOf('.') + 1)]);

    public static HelloFrame Read(ReadOnlySpan<byte> payload)
    {
        if (!payload.StartsWith("HYPERNET"u8))
        {
            throw new FrameException(SessionFault.BadMagic, "HELLO must start with HYPERNET");
        }

        const int Head = 8 + 8 + 2;
        if (payload.Length < Head)
        {
            throw new FrameException(SessionFault.BadLength, $"HELLO of {payload.Length} bytes, it has at least {Head}");
        }

        ulong features = BinaryPrimitives.ReadUInt64LittleEndian(payload[8..]);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(payload[16..]);
        if (length > payload.Length - Head)
        {
            throw new FrameException(SessionFault.BadLength, $"HELLO ends within its protocol id of {length} bytes");
        }

        if (!IsSpoken(payload.Slice(Head, length)))
        {
            throw new FrameException(SessionFault.UnsupportedProtocol, $"this runtime speaks {Protocol}");
        }

        return new HelloFrame(features);
    }

    private static bool IsSpoken(ReadOnlySpan<byte> protocol) =>
        protocol.StartsWith(Series)
        && protocol.Length > Series.Length
        && !protocol[Series.Length..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
