using System.Buffers.Binary;

namespace Hypernet.Market;

/// <summary>The round that a digest, tag, seal or commitment is bound to, so that none of them means anything elsewhere (contracts.md §5).</summary>
/// <param name="ChainId">The chain's id (EIP-155).</param>
/// <param name="Job">The job's contract.</param>
/// <param name="Checkpoint">Counted from 1.</param>
/// <param name="Attempt">Counted from 0; grows only when a group restarts empty.</param>
/// <param name="Group">Counted from 0.</param>
public readonly record struct RoundContext(ulong ChainId, Account Job, uint Checkpoint, uint Attempt, uint Group)
{
    /// <summary>Bytes of a context in a checkpoint record.</summary>
    internal const int Length = 40;

    internal static RoundContext Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes),
        new Account(bytes[8..28]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[28..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[32..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[36..]));

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ChainId);
        Job.CopyTo(bytes[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[28..], Checkpoint);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[32..], Attempt);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[36..], Group);
    }
}
