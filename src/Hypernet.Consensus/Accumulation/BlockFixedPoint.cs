using System.Numerics;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>
/// Sums of large vectors as integers: each element a multiple of a unit that its block of 64 elements shares, in one word of
/// 64 bits or in two, added word by word in any order (docs/spec/exact.md §4). The unit depends on the merged
/// <see cref="BlockScales"/> and on the number of slots of the group, never on who is alive. Not for use by two threads at once.
/// </summary>
internal sealed partial class BlockFixedPoint
{
    private const int BlockLength = BlockScales.BlockLength;
    private const int TileBlocks = CompensatedTile.Length / BlockLength;
    private const int HalfWord = 32;

    // Three counters in a word: of +Inf, of −Inf (a NaN is both), of what is not −0.
    private const int CounterBits = 21;
    private const long Counter = (1L << CounterBits) - 1;

    // No bit of a double lies below.
    private const int LeastExponent = -1074;

    private readonly int _slots;
    private readonly int _planes;
    private readonly int _headroom;
    private readonly TileSums _tiles = new();
    private readonly double[][] _pieces;
    private readonly double[] _units = new double[TileBlocks];
    private readonly double[] _scaled = new double[CompensatedTile.Length];

    /// <summary>Sets the widths.</summary>
    /// <param name="slots">Slots of the group, live or not. From 1 to 2^20.</param>
    /// <param name="words">Words of an element: 1 or 2.</param>
    public BlockFixedPoint(int slots, int words)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slots, MaxSlots);
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        _slots = slots;
        _planes = words;
        _headroom = BitOperations.Log2((uint)slots * 2 - 1);
        _pieces = [.. Enumerable.Range(0, 2 * words).Select(_ => new double[CompensatedTile.Length])];
    }

    /// <summary>The largest group whose sums have the headroom and the counters they need.</summary>
    public const int MaxSlots = 1 << 20;

    /// <summary>The most words that a block can have: all of a special one.</summary>
    /// <param name="words">Words of an element.</param>
    public static int MostWords(int words) => ((words + 1) * BlockLength) + 1;

    /// <summary>Words of a vector, or of whole blocks of it: an element's, one for each block, and one more for each element of a special block.</summary>
    /// <param name="scales">Merged.</param>
    /// <param name="elements">How many elements.</param>
    public int WordCount(ReadOnlySpan<short> scales, int elements)
    {
        int words = elements * _planes + scales.Length / BlockScales.Fields;
        for (int block = 0; block * BlockLength < elements; block++)
        {
            words += scales[block * BlockScales.Fields + 1] * Math.Min(BlockLength, elements - block * BlockLength);
        }

        return words;
    }

    /// <summary>Adds the words of another slot: modulo 2^64, so in any order.</summary>
    /// <param name="words">Receives the sums.</param>
    /// <param name="other">As many.</param>
    public static void Add(Span<long> words, ReadOnlySpan<long> other)
    {
        var into = MemoryMarshal.Cast<long, Vector<long>>(words);
        var from = MemoryMarshal.Cast<long, Vector<long>>(other);
        for (int i = 0; i < into.Length; i++)
        {
            into[i] += from[i];
        }

        for (int i = into.Length * Vector<long>.Count; i < words.Length; i++)
        {
            words[i] += other[i];
        }
    }

    // Exponent of the unit of a block's first word: n values below 2^exponent make a sum of at most 2^62 units.
    private int UnitExponent(short exponent) =>
        exponent == BlockScales.NoExponent ? 0 : Math.Max(exponent - (62 - _headroom), LeastExponent);

    // The second word counts in units this many bits smaller; of what the first leaves, at most half a unit, n values make at most 2^62.
    private int SecondBits => 63 - _headroom;
}
