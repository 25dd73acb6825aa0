using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>
/// Exact sums of vectors that are all at hand: each element is the exact sum, rounded once, the same bits as
/// <see cref="ExactVector"/> gives. Nearly all elements are summed in a few doubles with a proof of their rounding
/// (<see cref="CompensatedTile"/>), the others exactly; so contributions can travel as they are.
/// </summary>
internal sealed class DirectSum
{
    private readonly double[] _memory = new double[3 * CompensatedTile.Length];
    private readonly double[] _values = new double[CompensatedTile.Length];
    private readonly double[] _results = new double[CompensatedTile.Length];
    private readonly ExactVector _exact = new(1);

    /// <summary>How many elements had no proof and were summed exactly.</summary>
    public long Unproven { get; private set; }

    /// <summary>Sums vectors and divides by a count, rounding once.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="parts">At least one: the elements of each, little-endian.</param>
    /// <param name="divisor">At least 1: 1 for the sum, the number of parts for the mean.</param>
    /// <param name="destination">Receives as many elements as each part has.</param>
    public void Mean<T>(IReadOnlyList<ReadOnlyMemory<byte>> parts, int divisor, Span<T> destination)
        where T : unmanaged
        => Divide(parts, null, null, divisor, 0, destination);

    /// <summary>Sums vectors times their weights and divides by the sum of the weights, rounding once.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="parts">At least one: the elements of each, little-endian.</param>
    /// <param name="weights">The weight of each.</param>
    /// <param name="destination">Receives as many elements as each part has.</param>
    public void WeightedMean<T>(IReadOnlyList<ReadOnlyMemory<byte>> parts, double[] weights, Span<T> destination)
        where T : unmanaged
    {
        var total = new ExactSum();
        total.Add(weights);
        double divisor = total.Round();
        var rest = new ExactSum();
        rest.Merge(total);
        rest.Add(-divisor);
        Divide(parts, weights, total, divisor, rest.Round(), destination);
    }

    private void Divide<T>(
        IReadOnlyList<ReadOnlyMemory<byte>> parts, double[]? weights, ExactSum? total, double divisor, double rest, Span<T> destination)
        where T : unmanaged
    {
        for (int first = 0; first < destination.Length; first += CompensatedTile.Length)
        {
            int count = Math.Min(CompensatedTile.Length, destination.Length - first);
            var tile = new CompensatedTile(_memory);
            for (int k = 0; k < parts.Count; k++)
            {
                var values = Values<T>(parts[k].Span, first, count);
                if (weights is null)
                {
                    tile.Add(values);
                }
                else
                {
                    tile.AddProducts(values, weights[k]);
                }
            }

            if (total is null && double.IsPow2(divisor))
            {
                tile.Round(_results, divisor);
            }
            else
            {
                tile.Divide(_results, divisor, rest);
            }

            var results = destination.Slice(first, count);
            for (int i = 0; i < count; i++)
            {
                if (tile.Doubts[i] != 0 || !TryStore(_results[i], tile.Rests[i] == 0, ref results[i]))
                {
                    Unproven++;
                    _exact.Clear();
                    for (int k = 0; k < parts.Count; k++)
                    {
                        _exact.AddDot(0, Values<T>(parts[k].Span, first + i, 1)[..1], [weights?[k] ?? 1]);
                    }

                    if (total is null)
                    {
                        _exact.Mean((int)divisor, results.Slice(i, 1));
                    }
                    else
                    {
                        _exact.Ratio(total.Sum, 0, results.Slice(i, 1));
                    }
                }
            }
        }
    }

    // A tile of elements as doubles; what is beyond the count is of no interest.
    private ReadOnlySpan<double> Values<T>(ReadOnlySpan<byte> part, int first, int count)
        where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(part).Slice(first, count);
        if (typeof(T) == typeof(double))
        {
            var doubles = MemoryMarshal.Cast<T, double>(values);
            if (count == CompensatedTile.Length)
            {
                return doubles;
            }

            doubles.CopyTo(_values);
        }
        else
        {
            var singles = MemoryMarshal.Cast<T, float>(values);
            for (int i = 0; i < singles.Length; i++)
            {
                _values[i] = singles[i];
            }
        }

        return _values;
    }

    // A double that is no exact result must not be rounded again where its own rounding may have decided: half way between two floats.
    private static bool TryStore<T>(double result, bool isExact, ref T destination)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            destination = Unsafe.BitCast<double, T>(result);
            return true;
        }

        float single = (float)result;
        double mirrored = single + 2 * (result - single);
        bool isBetween = single != result && ((float)mirrored == mirrored || float.IsInfinity(single));

        // What rounds to 0 is +0 (docs/spec/exact.md §3).
        destination = Unsafe.BitCast<float, T>(single == 0 && result != 0 ? 0 : single);
        return isExact || !isBetween;
    }
}
