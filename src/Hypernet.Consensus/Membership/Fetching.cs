using System.Buffers;

namespace Hypernet.Consensus.Membership;

/// <summary>An ending on its way from the member that has it, or will have it.</summary>
/// <param name="holder">Who.</param>
/// <param name="digest">What was reported of it; null if it is the supplier's, to its mate.</param>
internal sealed class Fetching(int holder, UInt128? digest)
{
    public int Holder { get; } = holder;

    public UInt128? Digest { get; } = digest;

    public ArrayBufferWriter<byte> Bytes { get; } = new();
}
