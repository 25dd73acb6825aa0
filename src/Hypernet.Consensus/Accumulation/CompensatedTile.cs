using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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

    private readonly Span<Vector512<double>> _sum;
    private readonly Span<Vector512<double>> _error;
    private readonly Span<Vector512<double>> _doubt;

    /// <summary>Begins sums.</summary>
    /// <param name="memory">Room for three tiles.</param>
    public CompensatedTile(Span<double> memory)
    {
        var vectors = MemoryMarshal.Cast<double, Vector512<double>>(memory);
        int length = Length / Vector512<double>.Count;
        _sum = vectors[..length];
        _error = vectors.Slice(length, length);
        _doubt = vectors.Slice(2 * length, length);

        // −0 is what adds nothing: a sum stays −0 if all are.
        _sum.Fill(Vector512.Create(-0.0));
        _error.Clear();
        _doubt.Clear();
    }

    /// <summary>For each element, once finished: 0 if its result is proven, else something else.</summary>
    public ReadOnlySpan<double> Doubts => MemoryMarshal.Cast<Vector512<double>, double>(_doubt);

    /// <summary>Adds a vector.</summary>
    /// <param name="values">A tile.</param>
    public void Add(ReadOnlySpan<double> values)
    {
        var addends = MemoryMarshal.Cast<double, Vector512<double>>(values);
        var sums = _sum[..addends.Length];
        var errors = _error[..addends.Length];
        var doubts = _doubt[..addends.Length];
        for (int i = 0; i < addends.Length; i++)
        {
            (sums[i], var error) = TwoSum(sums[i], addends[i]);
            (errors[i], var lost) = TwoSum(errors[i], error);
            doubts[i] += Vector512.Abs(lost);
        }
    }

    /// <summary>Adds a vector times a weight.</summary>
    /// <param name="values">A tile.</param>
    /// <param name="weight">Any.</param>
    public void AddProducts(ReadOnlySpan<double> values, double weight)
    {
        var factors = MemoryMarshal.Cast<double, Vector512<double>>(values);
        var weights = Vector512.Create(weight);
        for (int i = 0; i < factors.Length; i++)
        {
            var product = factors[i] * weights;
            var rest = Vector512.FusedMultiplyAdd(factors[i], weights, -product);
            (_sum[i], var error) = TwoSum(_sum[i], product);
            (var errors, var lost) = TwoSum(_error[i], error);
            (_error[i], var lostToo) = TwoSum(errors, rest);

            // The rest is exact but near the least numbers; of a factor 0 it is 0.
            var isExact = Vector512.GreaterThanOrEqual(Vector512.Abs(product), Vector512.Create(LeastNormal))
                | Vector512.Equals(factors[i], Vector512<double>.Zero) | Vector512.Equals(weights, Vector512<double>.Zero);
            _doubt[i] += Vector512.Abs(lost) + Vector512.Abs(lostToo)
                + Vector512.ConditionalSelect(isExact, Vector512<double>.Zero, Vector512.Create(double.PositiveInfinity));
        }
    }

    /// <summary>For each element, once finished: 0 if the result is exact, not only rightly rounded; else something else.</summary>
    public ReadOnlySpan<double> Rests => MemoryMarshal.Cast<Vector512<double>, double>(_error);

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
        var results = MemoryMarshal.Cast<double, Vector512<double>>(destination);
        for (int i = 0; i < results.Length; i++)
        {
            var (sum, tail) = TwoSum(_sum[i], _error[i]);

            // A sum of zeros keeps the sign that the additions gave it: −0 only if all are −0.
            sum = Vector512.ConditionalSelect(Vector512.Equals(_error[i], Vector512<double>.Zero), _sum[i], sum);
            var isExact = Vector512.Equals(_doubt[i], Vector512<double>.Zero) & Vector512.Equals(sum, sum);
            var isSafe = isExact | IsSafe(sum, tail, _doubt[i] + _doubt[i]);
            results[i] = sum;
            if (divisor != 1)
            {
                results[i] /= Vector512.Create(divisor);
                isSafe &= IsNormal(results[i]) | Vector512.Equals(sum, Vector512<double>.Zero);
            }

            _error[i] = Vector512.Abs(tail) + _doubt[i];
            _doubt[i] = Doubt(isSafe);
        }
    }

    private void Divide(Span<double> destination, double divisor, double rest)
    {
        var results = MemoryMarshal.Cast<double, Vector512<double>>(destination);
        var divisors = Vector512.Create(divisor);
        var rests = Vector512.Create(rest);
        for (int i = 0; i < results.Length; i++)
        {
            var (sum, tail) = TwoSum(_sum[i], _error[i]);
            sum = Vector512.ConditionalSelect(Vector512.Equals(_error[i], Vector512<double>.Zero), _sum[i], sum);
            var quotient = sum / divisors;
            var remainder = Vector512.FusedMultiplyAdd(-quotient, divisors, sum);
            var excess = quotient * rests;
            var correction = (remainder + tail - excess) / divisors;
            (results[i], var error) = TwoSum(quotient, correction);

            var parts = Vector512.Abs(remainder) + Vector512.Abs(tail) + Vector512.Abs(excess);
            var doubt = (_doubt[i] + _doubt[i] + parts * Slack) / Vector512.Abs(divisors);
            var isZero = Vector512.Equals(quotient, Vector512<double>.Zero) & Vector512.Equals(sum, quotient) & Vector512.Equals(_doubt[i], Vector512<double>.Zero);
            results[i] = Vector512.ConditionalSelect(isZero, quotient, results[i]);
            _doubt[i] = Doubt(isZero | (IsNormal(sum) & IsNormal(results[i]) & IsSafe(results[i], error, doubt)));
            _error[i] = Vector512<double>.One;
        }
    }

    // Whether all numbers within a doubt of result + tail round to the result. Ties do not: the doubt grows with the tail.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> IsSafe(Vector512<double> result, Vector512<double> tail, Vector512<double> doubt)
    {
        doubt += Vector512.Abs(tail) * Slack;
        return Vector512.Equals(result + (tail + doubt), result) & Vector512.Equals(result + (tail - doubt), result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> IsNormal(Vector512<double> values) =>
        Vector512.GreaterThanOrEqual(Vector512.Abs(values), Vector512.Create(LeastNormal));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Doubt(Vector512<double> isSafe) =>
        Vector512.ConditionalSelect(isSafe, Vector512<double>.Zero, Vector512<double>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Sum, Vector512<double> Error) TwoSum(Vector512<double> x, Vector512<double> y)
    {
        var sum = x + y;
        var part = sum - x;
        return (sum, (x - (sum - part)) + (y - part));
    }
}
