using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

/// <summary>docs/spec/audit.md §8: the parts of a partition's contributions that another one answers for. Their hashes are signed.</summary>
internal static class AuditShares
{
    /// <summary>The hashes of parts.</summary>
    /// <param name="parts">By operation.</param>
    public static ReadOnlyMemory<byte> HeadOf(IReadOnlyList<ReadOnlyMemory<byte>> parts) =>
        (byte[])[.. parts.SelectMany(part => Hash256.Of(part.Span).ToBytes())];

    /// <summary>The parts: for each u32 length, and bytes.</summary>
    /// <param name="parts">By operation.</param>
    public static ReadOnlyMemory<byte> TailOf(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var writer = new FieldWriter();
        foreach (var part in parts)
        {
            writer.Write((uint)part.Length);
            writer.Write(part.Span);
        }

        return writer.Written;
    }

    /// <summary>The hash of one part.</summary>
    /// <param name="head">A stranger's.</param>
    /// <param name="index">Of the operation.</param>
    /// <param name="count">Operations of the window.</param>
    /// <returns>The hash, or null.</returns>
    public static Hash256? DigestOf(ReadOnlySpan<byte> head, int index, int count) =>
        head.Length == count * Hash256.Length ? new Hash256(head.Slice(index * Hash256.Length, Hash256.Length)) : null;

    /// <summary>Reads parts.</summary>
    /// <param name="head">A stranger's.</param>
    /// <param name="tail">A stranger's.</param>
    /// <param name="count">Operations of the window.</param>
    /// <returns>The parts, or null if they are not those that were signed.</returns>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Read(ReadOnlySpan<byte> head, ReadOnlyMemory<byte> tail, int count)
    {
        var reader = new FieldReader(tail.Span);
        var parts = new ReadOnlyMemory<byte>[count];
        bool isSound = true;
        for (int i = 0; i < count; i++)
        {
            parts[i] = reader.Take(reader.ReadCount(1)).ToArray();
            isSound &= DigestOf(head, i, count) == Hash256.Of(parts[i].Span);
        }

        return isSound && reader.IsWhole ? parts : null;
    }
}
