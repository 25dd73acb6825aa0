using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>
/// What the slots agree on before they quantize a large vector: for each block of 64 elements, two numbers, merged by max
/// (docs/spec/exact.md §4): an exponent that all finite elements are below, and 1 if an element is −0, infinite or NaN.
/// </summary>
internal static class BlockScales
{
    /// <summary>Elements of a block. The last block of a vector may have fewer.</summary>
    public const int BlockLength = 64;

    /// <summary>Scales of a block.</summary>
    public const int Fields = 2;

    /// <summary>The exponent of a block of zeros.</summary>
    public const short NoExponent = short.MinValue;

    // |x| < 2^(biased exponent − 1022).
    private const int Bias = 1022;

    /// <summary>Scales of a vector.</summary>
    /// <param name="elements">How many elements it has.</param>
    public static int Count(int elements) => (elements + BlockLength - 1) / BlockLength * Fields;

    /// <summary>Measures a vector.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="values">The own contribution, or whole blocks of it.</param>
    /// <param name="scales">Receives <see cref="Count"/> scales.</param>
    public static void Measure<T>(ReadOnlySpan<T> values, Span<short> scales)
        where T : unmanaged
    {
        Span<double> buffer = stackalloc double[BlockLength];
        for (; !values.IsEmpty; scales = scales[Fields..])
        {
            var block = Elements.Widen(values[..Math.Min(BlockLength, values.Length)], buffer);
            values = values[block.Length..];
            var range = ExponentRange.Of(block);
            scales[0] = range.IsEmpty ? NoExponent : (short)(range.Greatest - Bias);
            scales[1] = HasSpecial(MemoryMarshal.Cast<double, long>(block)) ? (short)1 : (short)0;
        }
    }

    /// <summary>Whether scales from a stranger are in range.</summary>
    /// <param name="scales">An even number.</param>
    public static bool AreValid(ReadOnlySpan<short> scales)
    {
        for (int i = 0; i < scales.Length; i += Fields)
        {
            if (scales[i] is (< 1 - Bias or > 2046 - Bias) and not NoExponent || scales[i + 1] is not (0 or 1))
            {
                return false;
            }
        }

        return true;
    }

    // −0, the infinities and NaN.
    private static bool HasSpecial(ReadOnlySpan<long> bits)
    {
        bool found = false;
        foreach (long value in bits)
        {
            found |= value == long.MinValue | (value & long.MaxValue) >= 0x7FF0_0000_0000_0000;
        }

        return found;
    }
}
