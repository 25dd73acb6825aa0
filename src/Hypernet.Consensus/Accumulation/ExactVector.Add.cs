using System.Numerics;

namespace Hypernet.Consensus.Accumulation;

internal sealed partial class ExactVector
{
    private const int MantissaBits = 52;
    private const int SpecialExponent = 0x7FF;
    private const long HiddenBit = 1L << MantissaBits;

    // Values looked through together: fewer than the budget, and few enough for the first-level cache.
    private const int Chunk = 512;

    // A double is mantissa · 2^(exponent − 1075), counted here from the least bit of limb 0.
    private const int DoubleBias = Limbs.Bits * Limbs.One - 1075;
    private const int ProductBias = Limbs.Bits * Limbs.One - 2 * 1075;

    // Limbs that a double and a product are added to.
    private const int DoubleLimbs = 2;
    private const int ProductLimbs = 4;

    /// <summary>Adds a vector, element by element.</summary>
    /// <param name="values">As many as there are sums; any, NaN and the infinities included.</param>
    public void Add(ReadOnlySpan<double> values)
    {
        Check(values.Length);
        Add(0, 1, values);
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{double})"/>
    public void Add(ReadOnlySpan<float> values)
    {
        Check(values.Length);
        Span<double> wide = stackalloc double[Math.Min(Chunk, values.Length)];
        for (int first = 0; first < values.Length; first += Chunk)
        {
            Add(first, 1, Elements.Widen(values.Slice(first, Math.Min(Chunk, values.Length - first)), wide));
        }
    }

    /// <summary>Adds a vector of integers, element by element.</summary>
    /// <typeparam name="T">Of at most 64 bits.</typeparam>
    /// <param name="values">As many as there are sums.</param>
    public void AddIntegers<T>(ReadOnlySpan<T> values)
        where T : IBinaryInteger<T>
    {
        Check(values.Length);
        Prepare(Limbs.One, Limbs.One + 1, additions: 1);
        for (int i = 0; i < values.Length; i++)
        {
            var value = Int128.CreateTruncating(values[i]);
            var limbs = At(i, Limbs.One, 2);
            limbs[0] += (uint)value;
            limbs[1] += (long)(value >> Limbs.Bits);
            _flags[i] |= SumFlags.Added | SumFlags.Other;
        }
    }

    /// <summary>Adds a vector times a weight, element by element, exactly.</summary>
    /// <param name="values">As many as there are sums; any.</param>
    /// <param name="weight">Any.</param>
    public void AddProducts(ReadOnlySpan<double> values, double weight)
    {
        Check(values.Length);
        AddProducts(0, 1, values, new ReadOnlySpan<double>(in weight));
    }

    /// <summary>Adds all of some doubles to one element.</summary>
    /// <param name="element">Which.</param>
    /// <param name="values">Any.</param>
    public void AddAll(int element, ReadOnlySpan<double> values) => Add(element, 0, values);

    /// <summary>Adds the dot product of two vectors to one element.</summary>
    /// <param name="element">Which.</param>
    /// <param name="x">Any.</param>
    /// <param name="y">As many.</param>
    public void AddDot(int element, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        AddProducts(element, 0, x, y);
    }

    // A step of 1 adds each value to an element of its own, one of 0 adds all to the same.
    private void Add(int element, int step, ReadOnlySpan<double> values)
    {
        while (!values.IsEmpty)
        {
            var chunk = values[..Math.Min(Chunk, values.Length)];
            values = values[chunk.Length..];
            var range = ExponentRange.Of(chunk);
            if (!range.IsEmpty)
            {
                Prepare(
                    (range.Least + DoubleBias) / Limbs.Bits,
                    (range.Greatest + DoubleBias) / Limbs.Bits + DoubleLimbs - 1,
                    step == 0 ? chunk.Length : 1);
            }

            if (range.IsOrdinary)
            {
                DepositOrdinary(element, step, chunk);
                element += step * chunk.Length;
                continue;
            }

            foreach (double value in chunk)
            {
                Deposit(element, BitConverter.DoubleToInt64Bits(value));
                element += step;
            }
        }
    }

    // What Deposit does, for normal numbers only: nothing to decide for each of them.
    private void DepositOrdinary(int element, int step, ReadOnlySpan<double> values)
    {
        foreach (ref var flags in _flags.AsSpan(element, step == 0 ? 1 : values.Length))
        {
            flags |= SumFlags.Added | SumFlags.Other;
        }

        var limbs = _limbs.AsSpan(element * _stride);
        uint bias = (uint)(DoubleBias - Limbs.Bits * _low);
        int first = 0;
        foreach (double value in values)
        {
            long bits = BitConverter.DoubleToInt64Bits(value);
            uint position = ((uint)(bits >> MantissaBits) & SpecialExponent) + bias;
            int shift = (int)(position % Limbs.Bits);
            long mantissa = (bits & (HiddenBit - 1)) | HiddenBit;
            long sign = bits >> 63;
            int at = first + (int)(position / Limbs.Bits);
            limbs[at] += ((uint)(mantissa << shift) ^ sign) - sign;
            limbs[at + 1] += ((mantissa >> (Limbs.Bits - shift)) ^ sign) - sign;
            first += step * _stride;
        }
    }

    private void Deposit(int element, long bits)
    {
        _flags[element] |= Classify(bits);
        (int exponent, long mantissa) = Split(bits);
        if (mantissa == 0 || exponent == SpecialExponent)
        {
            return;
        }

        // Two limbs, not three: the upper part, below 2^52, reaches into the bits kept for carries.
        int position = exponent + DoubleBias;
        int shift = position % Limbs.Bits;
        long sign = bits >> 63;
        var limbs = At(element, position / Limbs.Bits, DoubleLimbs);
        limbs[0] += ((uint)(mantissa << shift) ^ sign) - sign;
        limbs[1] += ((mantissa >> (Limbs.Bits - shift)) ^ sign) - sign;
    }

    // One y for all x, or one for each.
    private void AddProducts(int element, int step, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        bool isScaled = y.Length != x.Length;
        while (!x.IsEmpty)
        {
            int length = Math.Min(Chunk, x.Length);
            var yRange = ExponentRange.Of(isScaled ? y : y[..length]);
            var xRange = ExponentRange.Of(x[..length]);
            if (!xRange.IsEmpty && !yRange.IsEmpty)
            {
                Prepare(
                    (xRange.Least + yRange.Least + ProductBias) / Limbs.Bits,
                    (xRange.Greatest + yRange.Greatest + ProductBias) / Limbs.Bits + ProductLimbs - 1,
                    step == 0 ? length : 1);
            }

            for (int i = 0; i < length; i++)
            {
                DepositProduct(element, x[i], isScaled ? y[0] : y[i]);
                element += step;
            }

            x = x[length..];
            y = isScaled ? y : y[length..];
        }
    }

    private void DepositProduct(int element, double x, double y)
    {
        long xBits = BitConverter.DoubleToInt64Bits(x);
        long yBits = BitConverter.DoubleToInt64Bits(y);
        (int xExponent, long xMantissa) = Split(xBits);
        (int yExponent, long yMantissa) = Split(yBits);
        if (xMantissa == 0 || yMantissa == 0 || xExponent == SpecialExponent || yExponent == SpecialExponent)
        {
            // Of zeros and specials the product of IEEE 754 is exact.
            _flags[element] |= Classify(BitConverter.DoubleToInt64Bits(x * y));
            return;
        }

        // 106 bits shifted by up to 31: three digits and a rest below 2^41.
        _flags[element] |= SumFlags.Added | SumFlags.Other;
        int position = xExponent + yExponent + ProductBias;
        int shift = position % Limbs.Bits;
        UInt128 product = Math.BigMul((ulong)xMantissa, (ulong)yMantissa);
        ulong lower = (ulong)(product << shift);
        ulong upper = (ulong)(product >> (64 - shift));
        long sign = (xBits ^ yBits) >> 63;
        var limbs = At(element, position / Limbs.Bits, ProductLimbs);
        limbs[0] += ((uint)lower ^ sign) - sign;
        limbs[1] += ((long)(lower >> Limbs.Bits) ^ sign) - sign;
        limbs[2] += ((uint)upper ^ sign) - sign;
        limbs[3] += ((long)(product >> (96 - shift)) ^ sign) - sign;
    }

    private static SumFlags Classify(long bits) => (bits & long.MaxValue) switch
    {
        < (long)SpecialExponent << MantissaBits => bits == long.MinValue ? SumFlags.Added : SumFlags.Added | SumFlags.Other,
        > (long)SpecialExponent << MantissaBits => SumFlags.Added | SumFlags.Other | SumFlags.NaN,
        _ => SumFlags.Added | SumFlags.Other | (bits < 0 ? SumFlags.NegativeInfinity : SumFlags.PositiveInfinity),
    };

    // A subnormal has the exponent 1, too, without the hidden bit.
    private static (int Exponent, long Mantissa) Split(long bits)
    {
        int exponent = (int)(bits >> MantissaBits) & SpecialExponent;
        long fraction = bits & (HiddenBit - 1);
        return exponent == 0 ? (1, fraction) : (exponent, fraction | HiddenBit);
    }
}
