namespace Hypernet.Consensus.Accumulation;

internal sealed partial class ExactVector
{
    private const int MantissaBits = 52;
    private const int SpecialExponent = 0x7FF;
    private const long HiddenBit = 1L << MantissaBits;

    // A double is mantissa · 2^(exponent − 1075), counted from the least bit of limb 0.
    private const int DoubleBias = Limbs.Bits * Limbs.One - 1075;
    private const int ProductBias = Limbs.Bits * Limbs.One - 2 * 1075;

    /// <summary>Adds a double to one element.</summary>
    /// <param name="element">Which.</param>
    /// <param name="value">Any, NaN and the infinities included.</param>
    public void Add(int element, double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        _flags[element] |= Classify(bits);
        (int exponent, long mantissa) = Split(bits);
        if (exponent == SpecialExponent || mantissa == 0)
        {
            return;
        }

        int position = exponent + DoubleBias;
        int limb = position / Limbs.Bits;
        int shift = position % Limbs.Bits;
        Prepare(limb, limb + 1);

        // Two limbs, not three: the upper part, below 2^52, reaches into the bits kept for carries.
        long sign = bits >> 63;
        var limbs = _limbs.AsSpan(element * _stride + limb - _low, 2);
        limbs[0] += ((uint)(mantissa << shift) ^ sign) - sign;
        limbs[1] += ((mantissa >> (Limbs.Bits - shift)) ^ sign) - sign;
    }

    /// <summary>Adds the exact product of two doubles to one element.</summary>
    /// <param name="element">Which.</param>
    /// <param name="x">Any.</param>
    /// <param name="y">Any.</param>
    public void AddProduct(int element, double x, double y)
    {
        long xBits = BitConverter.DoubleToInt64Bits(x);
        long yBits = BitConverter.DoubleToInt64Bits(y);
        (int xExponent, long xMantissa) = Split(xBits);
        (int yExponent, long yMantissa) = Split(yBits);
        if (xExponent == SpecialExponent || yExponent == SpecialExponent || xMantissa == 0 || yMantissa == 0)
        {
            // The product of specials and zeros is what IEEE 754 says, and exact.
            _flags[element] |= Classify(BitConverter.DoubleToInt64Bits(x * y));
            return;
        }

        _flags[element] |= SumFlags.Added | SumFlags.Other;
        int position = xExponent + yExponent + ProductBias;
        int limb = position / Limbs.Bits;
        int shift = position % Limbs.Bits;
        Prepare(limb, limb + 3);

        // 106 bits shifted by up to 31: three digits and a rest below 2^41.
        UInt128 product = (UInt128)(ulong)xMantissa * (ulong)yMantissa;
        long sign = (xBits ^ yBits) >> 63;
        var limbs = _limbs.AsSpan(element * _stride + limb - _low, 4);
        limbs[0] += ((uint)(product << shift) ^ sign) - sign;
        limbs[1] += ((uint)(product >> (32 - shift)) ^ sign) - sign;
        limbs[2] += ((uint)(product >> (64 - shift)) ^ sign) - sign;
        limbs[3] += ((long)(product >> (96 - shift)) ^ sign) - sign;
    }

    /// <summary>Adds an integer to one element.</summary>
    /// <param name="element">Which.</param>
    /// <param name="value">From −2^63 to 2^64 − 1.</param>
    public void Add(int element, Int128 value)
    {
        _flags[element] |= SumFlags.Added | SumFlags.Other;
        Prepare(Limbs.One, Limbs.One + 1);
        var limbs = _limbs.AsSpan(element * _stride + Limbs.One - _low, 2);
        limbs[0] += (uint)value;
        limbs[1] += (long)(value >> Limbs.Bits);
    }

    /// <summary>Adds a vector, element by element.</summary>
    /// <param name="values">As many as there are sums.</param>
    public void Add(ReadOnlySpan<double> values)
    {
        Check(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Add(i, values[i]);
        }
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{double})"/>
    public void Add(ReadOnlySpan<float> values)
    {
        Check(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Add(i, (double)values[i]);
        }
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{double})"/>
    public void Add(ReadOnlySpan<int> values)
    {
        Check(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Add(i, (Int128)values[i]);
        }
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{double})"/>
    public void Add(ReadOnlySpan<long> values)
    {
        Check(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Add(i, (Int128)values[i]);
        }
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{double})"/>
    public void Add(ReadOnlySpan<ulong> values)
    {
        Check(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Add(i, (Int128)values[i]);
        }
    }

    /// <summary>Adds a vector times a weight, element by element, exactly.</summary>
    /// <param name="values">As many as there are sums.</param>
    /// <param name="weight">Any double.</param>
    public void AddProduct(ReadOnlySpan<double> values, double weight)
    {
        Check(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            AddProduct(i, values[i], weight);
        }
    }

    private static SumFlags Classify(long bits)
    {
        if ((bits >> MantissaBits & SpecialExponent) != SpecialExponent)
        {
            return bits == long.MinValue ? SumFlags.Added : SumFlags.Added | SumFlags.Other;
        }

        return SumFlags.Added | SumFlags.Other
            | ((bits & (HiddenBit - 1)) != 0 ? SumFlags.NaN : bits > 0 ? SumFlags.PositiveInfinity : SumFlags.NegativeInfinity);
    }

    // A subnormal has the exponent 1, too, without the hidden bit.
    private static (int Exponent, long Mantissa) Split(long bits)
    {
        int exponent = (int)(bits >> MantissaBits) & SpecialExponent;
        long fraction = bits & (HiddenBit - 1);
        return exponent == 0 ? (1, fraction) : (exponent, fraction | HiddenBit);
    }

    private void Check(int length) => ArgumentOutOfRangeException.ThrowIfNotEqual(length, Count);
}
