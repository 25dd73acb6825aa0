using System.Numerics;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

internal sealed partial class BlockFixedPoint
{
    /// <summary>Makes words of a vector, or of whole blocks of it.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="values">The own contribution, which the scales have been merged with.</param>
    /// <param name="scales">Merged.</param>
    /// <param name="words">Receives <see cref="WordCount"/> words.</param>
    public void Quantize<T>(ReadOnlySpan<T> values, ReadOnlySpan<short> scales, Span<long> words)
        where T : unmanaged
    {
        Span<double> block = stackalloc double[BlockLength];
        Span<long> planes = stackalloc long[2 * BlockLength];
        for (; !values.IsEmpty; scales = scales[BlockScales.Fields..])
        {
            int length = Math.Min(BlockLength, values.Length);
            block.Clear();
            Elements.Widen(values[..length], _scaled).CopyTo(block);
            bool isExact = Quantize(block, scales, planes);
            for (int plane = 0; plane < _planes; plane++)
            {
                planes.Slice(plane * BlockLength, length).CopyTo(words);
                words = words[length..];
            }

            words[0] = isExact ? 0 : 1;
            words = words[1..];
            if (scales[1] != 0)
            {
                for (int i = 0; i < length; i++)
                {
                    words[i] = Count(block[i]);
                }

                words = words[length..];
            }

            values = values[length..];
        }
    }

    // A whole block into one plane, or two; whether nothing was lost.
    private bool Quantize(ReadOnlySpan<double> values, ReadOnlySpan<short> scales, Span<long> planes)
    {
        // Two factors, since the greatest is 2^1074; going down, what underflows in between is far below half a unit.
        int shift = -UnitExponent(scales[0]);
        var up = new Vector<double>(Math.ScaleB(1, shift >> 1));
        var upToo = new Vector<double>(Math.ScaleB(1, shift - (shift >> 1)));
        var down = Vector<double>.One / upToo;
        var downToo = Vector<double>.One / up;
        var second = new Vector<double>(Math.ScaleB(1, SecondBits));
        var addends = MemoryMarshal.Cast<double, Vector<double>>(values);
        var first = MemoryMarshal.Cast<long, Vector<long>>(planes[..BlockLength]);
        var rest = MemoryMarshal.Cast<long, Vector<long>>(planes[BlockLength..]);
        var lost = Vector<long>.Zero;
        for (int i = 0; i < addends.Length; i++)
        {
            // Specials are counted elsewhere, as numbers they are 0.
            var value = Vector.ConditionalSelect(Vector.IsFinite(addends[i]), addends[i], Vector<double>.Zero);
            var scaled = value * up * upToo;
            var whole = Vector.Round(scaled);
            first[i] = Vector.ConvertToInt64(whole);
            lost |= ~Vector.Equals(scaled * down * downToo, value);
            scaled -= whole;
            if (_planes == 2)
            {
                scaled *= second;
                whole = Vector.Round(scaled);
                rest[i] = Vector.ConvertToInt64(whole);
                scaled -= whole;
            }

            lost |= ~Vector.Equals(scaled, Vector<double>.Zero);
        }

        return lost == Vector<long>.Zero;
    }

    private static long Count(double value)
    {
        long other = BitConverter.DoubleToInt64Bits(value) == long.MinValue ? 0 : 1;
        long negative = double.IsNaN(value) || double.IsNegativeInfinity(value) ? 1 : 0;
        long positive = double.IsNaN(value) || double.IsPositiveInfinity(value) ? 1 : 0;
        return (other << (2 * CounterBits)) + (negative << CounterBits) + positive;
    }
}
