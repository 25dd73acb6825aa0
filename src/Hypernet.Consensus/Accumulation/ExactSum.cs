namespace Hypernet.Consensus.Accumulation;

/// <summary>
/// An exact sum of doubles, of products of two doubles, and of integers: no addition rounds, the result does, once.
/// At least 2^63 additions are exact. Sums over parts may be merged in any order: the bits are the same.
/// docs/spec/exact.md has its bytes and its table of special values. Not for use by two threads at once.
/// </summary>
public sealed class ExactSum
{
    private readonly ExactVector _sum = new(1);

    /// <summary>Adds a double.</summary>
    /// <param name="value">Any: NaN and the infinities make the sum what IEEE 754 says.</param>
    public void Add(double value) => Add(new ReadOnlySpan<double>(in value));

    /// <summary>Adds doubles.</summary>
    /// <param name="values">Any.</param>
    public void Add(ReadOnlySpan<double> values) => _sum.AddAll(0, values);

    /// <summary>Adds an integer.</summary>
    /// <param name="value">Any.</param>
    public void Add(long value) => _sum.AddIntegers(new ReadOnlySpan<long>(in value));

    /// <summary>Adds the exact product of two doubles.</summary>
    /// <param name="x">Any.</param>
    /// <param name="y">Any.</param>
    public void AddProduct(double x, double y) => AddProducts(new ReadOnlySpan<double>(in x), new ReadOnlySpan<double>(in y));

    /// <summary>Adds the exact products of the elements of two vectors: their dot product.</summary>
    /// <param name="x">Any.</param>
    /// <param name="y">As many.</param>
    public void AddProducts(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => _sum.AddDot(0, x, y);

    /// <summary>Adds what another sum holds.</summary>
    /// <param name="other">Left as it is.</param>
    public void Merge(ExactSum other) => _sum.Merge(other._sum);

    /// <summary>Adds what a sum in wire form holds.</summary>
    /// <param name="wire">From a stranger, perhaps.</param>
    /// <returns>Whether it was a canonical wire form; if not, nothing was added.</returns>
    public bool TryMerge(ReadOnlySpan<byte> wire) => _sum.TryMerge(wire);

    /// <summary>The wire form: 1 to 547 bytes, the same for equal sums.</summary>
    public byte[] ToBytes() => _sum.ToBytes();

    /// <summary>The sum, rounded once, to nearest, ties to even. Only here may it become infinite.</summary>
    public double Round() => Mean(1);

    /// <summary>The sum, rounded once to single precision, to nearest, ties to even.</summary>
    public float RoundToSingle()
    {
        float result = 0;
        _sum.Mean(1, new Span<float>(ref result));
        return result;
    }

    /// <summary>The exact sum over a count, rounded once.</summary>
    /// <param name="count">At least 1.</param>
    public double Mean(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        double result = 0;
        _sum.Mean(count, new Span<double>(ref result));
        return result;
    }

    /// <summary>The quotient of two exact sums, rounded once; of zeros and infinities what IEEE 754 says.</summary>
    /// <param name="denominator">What to divide by.</param>
    public double Over(ExactSum denominator)
    {
        double result = 0;
        _sum.Ratio(denominator._sum, 0, new Span<double>(ref result));
        return result;
    }
}
