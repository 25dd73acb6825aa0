using System.Buffers;

namespace Hypernet.Consensus.Membership;

/// <summary>An ending on its way from the member that has it.</summary>
internal sealed class Fetching(int holder, UInt128 digest)
{
    public int Holder { get; } = holder;

    public UInt128 Digest { get; } = digest;

    public ArrayBufferWriter<byte> Bytes { get; } = new();
}
