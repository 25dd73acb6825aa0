using System.Numerics;

namespace Hypernet.Benchmarks.Ranks;

/// <summary>What ranks add up, and what must come out: doubles with all their bits in use, and over 40 powers of two.</summary>
internal static class Workload
{
    // Values are whole multiples of 2^-80.
    private const int Scale = 80;

    // Of a large sum, so many elements are added up a second time.
    private const int Checked = 2048;

    /// <summary>A rank's contribution: any rank can tell that of any other.</summary>
    internal static double Value(int rank, int element)
    {
        // The finalizer of MurmurHash3 makes independent numbers of neighboring ones.
        ulong mixed = ((ulong)rank << 40) + (ulong)element + 1;
        mixed = (mixed ^ (mixed >> 33)) * 0xFF51AFD7ED558CCD;
        mixed = (mixed ^ (mixed >> 33)) * 0xC4CEB9FE1A85EC53;
        mixed ^= mixed >> 33;
        double fraction = 1 + ((mixed >> 12) * Math.ScaleB(1, -52));
        double value = Math.ScaleB(fraction, (int)(mixed % 41) - 27);
        return (mixed & 0x800) == 0 ? value : -value;
    }

    /// <summary>Fills a contribution.</summary>
    internal static double[] Values(int rank, long count)
    {
        double[] values = new double[count];
        for (int element = 0; element < values.Length; element++)
        {
            values[element] = Value(rank, element);
        }

        return values;
    }

    /// <summary>Compares sums with those in integers.</summary>
    /// <param name="sums">What came out.</param>
    /// <param name="ranks">Whose contributions should be in it.</param>
    /// <param name="errorBound">How far off it may be before the last rounding.</param>
    /// <exception cref="BenchmarkException">A sum is not what it should be.</exception>
    internal static void Check(ReadOnlySpan<double> sums, IReadOnlyCollection<int> ranks, double errorBound)
    {
        int stride = Math.Max(1, sums.Length / Checked);
        for (int element = 0; element < sums.Length; element += stride)
        {
            int at = element;
            Check($"element {at} of {sums.Length}", sums[at], ranks.Select(rank => Value(rank, at)), errorBound);
        }
    }

    /// <summary>Compares a sum with that in integers.</summary>
    /// <param name="name">Of the sum.</param>
    /// <param name="sum">What came out.</param>
    /// <param name="values">What should be in it: whole multiples of 2^-80.</param>
    /// <param name="errorBound">How far off it may be before the last rounding.</param>
    /// <exception cref="BenchmarkException">It is not what it should be.</exception>
    internal static void Check(string name, double sum, IEnumerable<double> values, double errorBound)
    {
        var exact = values.Aggregate(BigInteger.Zero, (total, value) => total + Scaled(value));
        // Twice the half unit in the last place, in which a correctly rounded sum may be off.
        var unit = Scaled(Math.BitIncrement(Math.Abs(sum)) - Math.Abs(sum));
        if (!double.IsFinite(sum) || 2 * BigInteger.Abs(Scaled(sum) - exact) > (2 * Scaled(errorBound)) + unit)
        {
            throw new BenchmarkException($"{name} is {sum:R} and not within {errorBound:R} of 2^-{Scale} times {exact}");
        }
    }

    // Exact for multiples of 2^-80; the error bound is rounded up.
    private static BigInteger Scaled(double value)
    {
        double mantissa = Math.ScaleB(value, Scale);
        return Math.Abs(mantissa) < long.MaxValue ? (BigInteger)Math.Ceiling(mantissa) : (BigInteger)mantissa;
    }
}
