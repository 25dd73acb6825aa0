using System.Buffers.Binary;

namespace Hypernet.Consensus;

/// <summary>A list of byte strings by slot, some of which may be missing (docs/spec/dac.md): u32 count, for each u64 length or 2⁶⁴ − 1, then the bytes.</summary>
public static class PartList
{
    private const ulong Missing = ulong.MaxValue;

    /// <summary>Writes a list.</summary>
    /// <param name="parts">By slot; null where there is none.</param>
    public static byte[] Write(IReadOnlyList<ReadOnlyMemory<byte>?> parts)
    {
        byte[] bytes = new byte[4 + (8 * parts.Count) + parts.Sum(part => part?.Length ?? 0)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, parts.Count);
        int at = 4 + (8 * parts.Count);
        for (int slot = 0; slot < parts.Count; slot++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(4 + (8 * slot)), parts[slot] is { } part ? (ulong)part.Length : Missing);
            parts[slot]?.CopyTo(bytes.AsMemory(at));
            at += parts[slot]?.Length ?? 0;
        }

        return bytes;
    }

    /// <summary>Reads a list that may come from a stranger.</summary>
    /// <param name="bytes">The list and nothing else.</param>
    /// <param name="count">How many parts it must have.</param>
    /// <returns>The parts by slot, null where there is none; null if the bytes are no such list.</returns>
    public static IReadOnlyList<ReadOnlyMemory<byte>?>? Read(ReadOnlyMemory<byte> bytes, int count)
    {
        if (bytes.Length < 4 + (8L * count) || BinaryPrimitives.ReadInt32LittleEndian(bytes.Span) != count)
        {
            return null;
        }

        var parts = new ReadOnlyMemory<byte>?[count];
        var rest = bytes[(4 + (8 * count))..];
        for (int slot = 0; slot < count; slot++)
        {
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[(4 + (8 * slot))..]);
            if (length == Missing)
            {
                continue;
            }

            if (length > (ulong)rest.Length)
            {
                return null;
            }

            parts[slot] = rest[..(int)length];
            rest = rest[(int)length..];
        }

        return rest.IsEmpty ? parts : null;
    }
}
