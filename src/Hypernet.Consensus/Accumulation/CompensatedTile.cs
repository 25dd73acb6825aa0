using System.Numerics;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>
/// Sums of a tile of elements in three doubles each, which say of every result whether it is the exact one, rounded once:
/// sums and their rounding errors are kept without loss (Knuth's TwoSum, twice), what the errors' sum loses is bounded.
/// T. Ogita, S. M. Rump, S. Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005); the test of the rounding is Ziv's.
/// </summary>
internal readonly ref struct CompensatedTile
{
    /// <summary>Elements of a tile: its three vectors and one to read stay in the first-level cache.</summary>
    public const int Length = 512;

    // Products at least this great have an error that is a double, quotients a rest that is one.
    private const double LeastNormal = 1e-280;

    // More than the roundings of the certificate itself, relatively.
    private const double Slack = 1.0 / (1L << 48);

    private readonly Span<Vector<double>> _sum;
    private readonly Span<Vector<double>> _error;
    private readonly Span<Vector<double>> _doubt;

    /// <summary>Begins sums.</summary>
    /// <param name="memory">Room for three tiles.</param>
    public CompensatedTile(Span<double> memory)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(memory);
        int length = Length / Vector<double>.Count;
        _sum = vectors[..length];
        _error = vectors.Slice(length, length);
        _doubt = vectors.Slice(2 * length, length);

        // −0 is what adds nothing: a sum stays −0 if all are.
        _sum.Fill(new Vector<double>(-0.0));
        _error.Clear();
        _doubt.Clear();
    }

    /// <summary>For each element, once finished: 0 if its result is proven, else something else.</summary>
    public ReadOnlySpan<double> Doubts => MemoryMarshal.Cast<Vector<double>, double>(_doubt);

    /// <summary>Adds a vector.</summary>
    /// <param name="values">A tile.</param>
    public void Add(ReadOnlySpan<double> values)
    {
        var addends = MemoryMarshal.Cast<double, Vector<double>>(values);
        for (int i = 0; i < addends.Length; i++)
        {
            (_sum[i], var error) = TwoSum(_sum[i], addends[i]);
            (_error[i], var lost) = TwoSum(_error[i], error);
            _doubt[i] += Vector.Abs(lost);
        }
    }

    /// <summary>Adds a vector times a weight.</summary>
    /// <param name="values">A tile.</param>
    /// <param name="weight">Any.</param>
    public void AddProducts(ReadOnlySpan<double> values, double weight)
    {
        var factors = MemoryMarshal.Cast<double, Vector<double>>(values);
        var weights = new Vector<double>(weight);
        for (int i = 0; i < factors.Length; i++)
        {
            var product = factors[i] * weights;
            var rest = Vector.FusedMultiplyAdd(factors[i], weights, -product);
            (_sum[i], var error) = TwoSum(_sum[i], product);
            (var errors, var lost) = TwoSum(_error[i], error);
            (_error[i], var lostToo) = TwoSum(errors, rest);

            // The rest is exact but near the least numbers; of a factor 0 it is 0.
            var isExact = Vector.GreaterThanOrEqual(Vector.Abs(product), new Vector<double>(LeastNormal))
                | Vector.Equals(factors[i], Vector<double>.Zero) | Vector.Equals(weights, Vector<double>.Zero);
            _doubt[i] += Vector.Abs(lost) + Vector.Abs(lostToo)
                + Vector.ConditionalSelect(isExact, Vector<double>.Zero, new Vector<double>(double.PositiveInfinity));
        }
    }

    /// <summary>For each element, once finished: 0 if the result is exact, not only rightly rounded; else something else.</summary>
    public ReadOnlySpan<double> Rests => MemoryMarshal.Cast<Vector<double>, double>(_error);

    /// <summary>Rounds the sums over a divisor.</summary>
    /// <param name="destination">Receives a tile.</param>
    /// <param name="divisor">What to divide by.</param>
    public void Finish(Span<double> destination, SumDivisor divisor)
    {
        if (divisor.IsShift)
        {
            Shift(destination, divisor.Rounded);
        }
        else
        {
            Divide(destination, divisor.Rounded, divisor.Rest);
        }
    }

    private void Shift(Span<double> destination, double divisor)
    {
        var results = MemoryMarshal.Cast<double, Vector<double>>(destination);
        for (int i = 0; i < results.Length; i++)
        {
            var (sum, tail) = TwoSum(_sum[i], _error[i]);

            // A sum of zeros keeps the sign that the additions gave it: −0 only if all are −0.
            sum = Vector.ConditionalSelect(Vector.Equals(_error[i], Vector<double>.Zero), _sum[i], sum);
            var isExact = Vector.Equals(_doubt[i], Vector<double>.Zero) & Vector.Equals(sum, sum);
            var isSafe = isExact | IsSafe(sum, tail, _doubt[i] + _doubt[i]);
            results[i] = sum;
            if (divisor != 1)
            {
                results[i] /= new Vector<double>(divisor);
                isSafe &= IsNormal(results[i]) | Vector.Equals(sum, Vector<double>.Zero);
            }

            _error[i] = Vector.Abs(tail) + _doubt[i];
            _doubt[i] = Doubt(isSafe);
        }
    }

    private void Divide(Span<double> destination, double divisor, double rest)
    {
        var results = MemoryMarshal.Cast<double, Vector<double>>(destination);
        var divisors = new Vector<double>(divisor);
        var rests = new Vector<double>(rest);
        for (int i = 0; i < results.Length; i++)
        {
            var (sum, tail) = TwoSum(_sum[i], _error[i]);
            sum = Vector.ConditionalSelect(Vector.Equals(_error[i], Vector<double>.Zero), _sum[i], sum);
            var quotient = sum / divisors;
            var remainder = Vector.FusedMultiplyAdd(-quotient, divisors, sum);
            var excess = quotient * rests;
            var correction = (remainder + tail - excess) / divisors;
            (results[i], var error) = TwoSum(quotient, correction);

            var parts = Vector.Abs(remainder) + Vector.Abs(tail) + Vector.Abs(excess);
            var doubt = (_doubt[i] + _doubt[i] + parts * Slack) / Vector.Abs(divisors);
            var isZero = Vector.Equals(sum, Vector<double>.Zero) & Vector.Equals(_doubt[i], Vector<double>.Zero);
            results[i] = Vector.ConditionalSelect(isZero, quotient, results[i]);
            _doubt[i] = Doubt(isZero | (IsNormal(sum) & IsNormal(results[i]) & IsSafe(results[i], error, doubt)));
            _error[i] = Vector<double>.One;
        }
    }

    // Whether all numbers within a doubt of result + tail round to the result. Ties do not: the doubt grows with the tail.
    private static Vector<long> IsSafe(Vector<double> result, Vector<double> tail, Vector<double> doubt)
    {
        doubt += Vector.Abs(tail) * Slack;
        return Vector.Equals(result + (tail + doubt), result) & Vector.Equals(result + (tail - doubt), result);
    }

    private static Vector<long> IsNormal(Vector<double> values) =>
        Vector.GreaterThanOrEqual(Vector.Abs(values), new Vector<double>(LeastNormal));

    private static Vector<double> Doubt(Vector<long> isSafe) =>
        Vector.ConditionalSelect(isSafe, Vector<double>.Zero, Vector<double>.One);

    private static (Vector<double> Sum, Vector<double> Error) TwoSum(Vector<double> x, Vector<double> y)
    {
        var sum = x + y;
        var part = sum - x;
        return (sum, (x - (sum - part)) + (y - part));
    }
}
