using System.Numerics;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

internal sealed partial class BlockFixedPoint
{
    /// <summary>Rounds the sums of a vector, or of whole blocks of it, over a count, once.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="words">Merged; from strangers.</param>
    /// <param name="scales">Merged.</param>
    /// <param name="divisor">At least 1: 1 for the sums, the number of contributors for the mean.</param>
    /// <param name="results">Receives the elements.</param>
    /// <returns>Bound of the absolute error of every element, beside that of its rounding: 0 if all sums are exact.</returns>
    public double Round<T>(ReadOnlySpan<long> words, ReadOnlySpan<short> scales, int divisor, Span<T> results)
        where T : unmanaged
    {
        var by = new SumDivisor(divisor);
        double bound = 0;
        while (!results.IsEmpty)
        {
            var tileWords = words;
            var tileScales = scales;
            var elements = results[..Math.Min(CompensatedTile.Length, results.Length)];
            for (int first = 0; first < elements.Length; first += BlockLength)
            {
                bound = Math.Max(bound, Split(ref words, ref scales, first, Math.Min(BlockLength, elements.Length - first)));
            }

            var tile = _tiles.Begin();
            foreach (double[] piece in _pieces)
            {
                Scale(piece, elements.Length);
                tile.Add(_scaled);
            }

            _tiles.Finish(tile, by, AddExactly, elements);
            ApplySpecials(tileWords, tileScales, elements);
            results = results[elements.Length..];
        }

        return divisor == 1 || bound == 0 ? bound : Math.BitIncrement(bound / divisor);
    }

    // Splits the words of a block into doubles that are exact, in units of the block; gives the bound of the block's sums.
    private double Split(ref ReadOnlySpan<long> words, ref ReadOnlySpan<short> scales, int first, int length)
    {
        int unit = UnitExponent(scales[0]);
        double scale = 1;
        for (int plane = 0; plane < _planes; plane++)
        {
            var upper = _pieces[2 * plane].AsSpan(first, length);
            var lower = _pieces[2 * plane + 1].AsSpan(first, length);
            double upperScale = scale * (1L << HalfWord);
            var from = words[..length];
            for (int i = 0; i < from.Length; i++)
            {
                upper[i] = (from[i] >> HalfWord) * upperScale;
                lower[i] = (uint)from[i] * scale;
            }

            words = words[length..];
            unit -= plane == 0 ? 0 : SecondBits;
            scale = Math.ScaleB(1, -SecondBits);
        }

        _units[first / BlockLength] = Math.ScaleB(1, UnitExponent(scales[0]));
        long inexact = Math.Clamp(words[0], 0, _slots);
        words = words[(1 + scales[1] * length)..];
        scales = scales[BlockScales.Fields..];

        // Each of them has lost half a unit at most.
        return inexact == 0 ? 0 : Math.Max(double.Epsilon, Math.ScaleB(inexact, unit - 1));
    }

    private void Scale(double[] piece, int length)
    {
        for (int first = 0; first < length; first += BlockLength)
        {
            var unit = new Vector<double>(_units[first / BlockLength]);
            var from = MemoryMarshal.Cast<double, Vector<double>>(piece.AsSpan(first, BlockLength));
            var into = MemoryMarshal.Cast<double, Vector<double>>(_scaled.AsSpan(first, BlockLength));
            for (int i = 0; i < from.Length; i++)
            {
                into[i] = from[i] * unit;
            }
        }
    }

    private void AddExactly(ExactVector exact, int element)
    {
        foreach (double[] piece in _pieces)
        {
            exact.AddDot(0, piece.AsSpan(element, 1), _units.AsSpan(element / BlockLength, 1));
        }
    }

    private void ApplySpecials<T>(ReadOnlySpan<long> words, ReadOnlySpan<short> scales, Span<T> results)
        where T : unmanaged
    {
        var format = BinaryFormat.Of<T>();
        for (; !results.IsEmpty; scales = scales[BlockScales.Fields..])
        {
            int length = Math.Min(BlockLength, results.Length);
            words = words[(length * _planes + 1)..];
            if (scales[1] != 0)
            {
                for (int i = 0; i < length; i++)
                {
                    var flags = (words[i] >> (2 * CounterBits)) == 0 ? SumFlags.Added : SumFlags.Added | SumFlags.Other;
                    flags |= (words[i] & Counter) == 0 ? SumFlags.None : SumFlags.PositiveInfinity;
                    flags |= ((words[i] >> CounterBits) & Counter) == 0 ? SumFlags.None : SumFlags.NegativeInfinity;
                    if (flags != (SumFlags.Added | SumFlags.Other))
                    {
                        results[i] = BinaryFormat.Decode<T>(new ExactValue(flags, 0, default, negative: false).Round(format));
                    }
                }

                words = words[length..];
            }

            results = results[length..];
        }
    }
}
