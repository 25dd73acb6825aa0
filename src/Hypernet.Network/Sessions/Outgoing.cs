using System.Runtime.InteropServices;

namespace Hypernet.Network.Sessions;

/// <summary>What is to go out next: bytes in one piece, then a payload that stands elsewhere. Both may be empty, not at once.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct Outgoing(ReadOnlySpan<byte> bytes, ReadOnlyMemory<byte> payload)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public int Length => Bytes.Length + Payload.Length;
}
