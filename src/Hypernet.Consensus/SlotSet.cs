using System.Collections;
using System.Numerics;

namespace Hypernet.Consensus;

/// <summary>An immutable set of slots of a group of fixed size.</summary>
public sealed class SlotSet : IEquatable<SlotSet>, IReadOnlyCollection<int>
{
    private readonly ulong[] _words;

    private SlotSet(int size, ulong[] words)
    {
        Size = size;
        _words = words;
        foreach (ulong word in words)
        {
            Count += BitOperations.PopCount(word);
        }
    }

    /// <summary>How many slots the group has.</summary>
    public int Size { get; }

    /// <summary>How many of them are in the set.</summary>
    public int Count { get; }

    /// <summary>How many bytes <see cref="Write"/> needs.</summary>
    public int Bytes => (Size + 7) / 8;

    /// <summary>The least slot in the set, or −1.</summary>
    public int First => this.DefaultIfEmpty(-1).First();

    /// <summary>No slot.</summary>
    /// <param name="size">How many slots the group has.</param>
    public static SlotSet None(int size) => new(size, new ulong[(size + 63) / 64]);

    /// <summary>Every slot.</summary>
    /// <param name="size">How many slots the group has.</param>
    public static SlotSet All(int size) => Of(size, Enumerable.Range(0, size));

    /// <summary>These slots.</summary>
    /// <param name="size">How many slots the group has.</param>
    /// <param name="slots">From 0, below the size.</param>
    public static SlotSet Of(int size, params IEnumerable<int> slots)
    {
        ulong[] words = new ulong[(size + 63) / 64];
        foreach (int slot in slots)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)size, nameof(slots));
            words[slot / 64] |= 1UL << (slot % 64);
        }

        return new SlotSet(size, words);
    }

    /// <summary>Whether a slot is in the set.</summary>
    /// <param name="slot">Any number; outside the group it is not.</param>
    public bool Contains(int slot) => (uint)slot < (uint)Size && (_words[slot / 64] >> (slot % 64) & 1) != 0;

    /// <summary>The slots of both sets.</summary>
    /// <param name="other">A set of the same group.</param>
    public SlotSet Union(SlotSet other) => Combine(other, (mine, others) => mine | others);

    /// <summary>The slots in both sets.</summary>
    /// <param name="other">A set of the same group.</param>
    public SlotSet Intersect(SlotSet other) => Combine(other, (mine, others) => mine & others);

    /// <summary>The slots of this set that are not in the other.</summary>
    /// <param name="other">A set of the same group.</param>
    public SlotSet Except(SlotSet other) => Combine(other, (mine, others) => mine & ~others);

    /// <summary>Whether a slot is in both sets.</summary>
    /// <param name="other">A set of the same group.</param>
    public bool Overlaps(SlotSet other)
    {
        RequireSameSize(other);
        for (int i = 0; i < _words.Length; i++)
        {
            if ((_words[i] & other._words[i]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many slots from one up to another are in the set.</summary>
    /// <param name="first">The first.</param>
    /// <param name="end">The one after the last.</param>
    public int CountIn(int first, int end)
    {
        int count = 0;
        for (int slot = first; slot < end; slot++)
        {
            count += Contains(slot) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Writes the set as bits, the least slot first.</summary>
    /// <param name="destination">Receives <see cref="Bytes"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        for (int i = 0; i < Bytes; i++)
        {
            destination[i] = (byte)(_words[i / 8] >> (8 * (i % 8)));
        }
    }

    /// <summary>Reads a set from a stranger.</summary>
    /// <param name="size">How many slots the group has.</param>
    /// <param name="source">At least as many bytes as the group needs.</param>
    /// <param name="set">The set, if the bits are one.</param>
    /// <returns>Whether bytes are missing, or bits beyond the group are set.</returns>
    public static bool TryRead(int size, ReadOnlySpan<byte> source, out SlotSet set)
    {
        ulong[] words = new ulong[(size + 63) / 64];
        int bytes = (size + 7) / 8;
        bool isWhole = source.Length >= bytes && (size % 8 == 0 || source[bytes - 1] >> (size % 8) == 0);
        for (int i = 0; isWhole && i < bytes; i++)
        {
            words[i / 8] |= (ulong)source[i] << (8 * (i % 8));
        }

        set = new SlotSet(size, words);
        return isWhole;
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator()
    {
        for (int slot = 0; slot < Size; slot++)
        {
            if (Contains(slot))
            {
                yield return slot;
            }
        }
    }

    /// <inheritdoc/>
    public bool Equals(SlotSet? other) => other is not null && Size == other.Size && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SlotSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _words.Aggregate(Size, HashCode.Combine);

    /// <summary>The slots, such as "0, 2, 3".</summary>
    public override string ToString() => string.Join(", ", this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private SlotSet Combine(SlotSet other, Func<ulong, ulong, ulong> combine)
    {
        RequireSameSize(other);
        ulong[] words = new ulong[_words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = combine(_words[i], other._words[i]);
        }

        return new SlotSet(Size, words);
    }

    private void RequireSameSize(SlotSet other)
    {
        if (other.Size != Size)
        {
            throw new ArgumentException($"A set of {other.Size} slots does not go with one of {Size}.", nameof(other));
        }
    }
}
