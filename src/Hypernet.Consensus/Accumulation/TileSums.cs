using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>Finishes sums of tiles: as <see cref="CompensatedTile"/> proves them, exactly where it does not.</summary>
internal sealed class TileSums
{
    private readonly double[] _memory = new double[3 * CompensatedTile.Length];
    private readonly double[] _results = new double[CompensatedTile.Length];
    private readonly ExactVector _exact = new(1);

    /// <summary>Adds to a sum all that one element of the tile is the sum of.</summary>
    /// <param name="exact">A sum of nothing.</param>
    /// <param name="element">Number of the element in the tile.</param>
    public delegate void Exactly(ExactVector exact, int element);

    /// <summary>How many elements had no proof.</summary>
    public long Unproven { get; private set; }

    /// <summary>Begins a tile: the one before must be finished.</summary>
    public CompensatedTile Begin() => new(_memory);

    /// <summary>Rounds the sums of a tile over a divisor, once.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="tile">Holds the sums.</param>
    /// <param name="divisor">What to divide by.</param>
    /// <param name="exactly">Called for elements without a proof.</param>
    /// <param name="results">Receives elements of the tile, from the first.</param>
    public void Finish<T>(in CompensatedTile tile, SumDivisor divisor, Exactly exactly, Span<T> results)
        where T : unmanaged
    {
        tile.Finish(_results, divisor);
        var doubts = tile.Doubts[..results.Length];
        var rests = tile.Rests;
        if (typeof(T) == typeof(double) && !doubts.ContainsAnyExcept(0))
        {
            MemoryMarshal.Cast<double, T>(_results)[..results.Length].CopyTo(results);
            return;
        }

        for (int i = 0; i < results.Length; i++)
        {
            if (doubts[i] == 0 && TryStore(_results[i], rests[i] == 0, ref results[i]))
            {
                continue;
            }

            Unproven++;
            _exact.Clear();
            exactly(_exact, i);
            divisor.Divide(_exact, results.Slice(i, 1));
        }
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
