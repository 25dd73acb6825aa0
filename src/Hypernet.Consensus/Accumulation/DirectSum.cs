using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>
/// Exact sums of vectors that are all at hand: each element is the exact sum, rounded once, the same bits as
/// <see cref="ExactVector"/> gives. So contributions can travel as they are. Not for use by two threads at once.
/// </summary>
internal sealed class DirectSum
{
    private readonly TileSums _tiles = new();
    private readonly double[] _values = new double[CompensatedTile.Length];

    /// <summary>How many elements could not be summed the fast way.</summary>
    public long Unproven => _tiles.Unproven;

    /// <summary>Sums vectors and divides by a count, rounding once.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="parts">The elements of each vector, little-endian.</param>
    /// <param name="divisor">At least 1: 1 for the sum, the number of parts for the mean.</param>
    /// <param name="destination">Receives as many elements as each part has.</param>
    public void Mean<T>(IReadOnlyList<ReadOnlyMemory<byte>> parts, int divisor, Span<T> destination)
        where T : unmanaged
        => Divide(parts, null, new SumDivisor(divisor), destination);

    /// <summary>Sums vectors times their weights and divides by the sum of the weights, rounding once.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="parts">The elements of each vector, little-endian.</param>
    /// <param name="weights">The weight of each.</param>
    /// <param name="destination">Receives as many elements as each part has.</param>
    public void WeightedMean<T>(IReadOnlyList<ReadOnlyMemory<byte>> parts, double[] weights, Span<T> destination)
        where T : unmanaged
        => Divide(parts, weights, new SumDivisor(weights), destination);

    private void Divide<T>(IReadOnlyList<ReadOnlyMemory<byte>> parts, double[]? weights, SumDivisor divisor, Span<T> destination)
        where T : unmanaged
    {
        for (int first = 0; first < destination.Length; first += CompensatedTile.Length)
        {
            int start = first;
            var results = destination[first..];
            results = results[..Math.Min(CompensatedTile.Length, results.Length)];
            var tile = _tiles.Begin();
            for (int i = 0; i < parts.Count; i++)
            {
                var values = Read<T>(parts[i], first, results.Length);
                if (weights is null)
                {
                    tile.Add(values);
                }
                else
                {
                    tile.AddProducts(values, weights[i]);
                }
            }

            _tiles.Finish(
                tile,
                divisor,
                (exact, element) =>
                {
                    for (int i = 0; i < parts.Count; i++)
                    {
                        exact.AddDot(0, Read<T>(parts[i], start + element, 1)[..1], [weights is null ? 1 : weights[i]]);
                    }
                },
                results);
        }
    }

    // Elements as doubles, as a whole tile: what is beyond the count is of no interest.
    private ReadOnlySpan<double> Read<T>(ReadOnlyMemory<byte> part, int first, int count)
        where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(part.Span).Slice(first, count);
        var doubles = Elements.Widen(values, _values);
        if (count == CompensatedTile.Length)
        {
            return doubles;
        }

        doubles.CopyTo(_values);
        return _values;
    }
}
