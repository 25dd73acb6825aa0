using System.Numerics;

namespace Hypernet.Consensus.Operations;

/// <summary>Integers times powers of two, to and from doubles: the same bits on any machine.</summary>
internal static class Dyadic
{
    private const int MantissaBits = 52;
    private const int LeastExponent = -1074;

    // One bit for the sign, one for what was cut off; enough more for a double to be rounded once.
    private const int WordBits = 62;

    /// <summary>A finite double as an integer times a power of two.</summary>
    internal static (BigInteger Mantissa, int Exponent) Split(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> MantissaBits) & 0x7FF;
        long fraction = bits & ((1L << MantissaBits) - 1);
        long mantissa = exponent == 0 ? fraction : fraction | (1L << MantissaBits);
        return (bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1 + LeastExponent);
    }

    /// <summary>The double nearest to an integer times a power of two, ties to even; a subnormal may be rounded twice.</summary>
    internal static double Round(BigInteger integer, int exponent)
    {
        var magnitude = BigInteger.Abs(integer);
        int excess = Math.Max(0, (int)magnitude.GetBitLength() - WordBits);
        long word = (long)(magnitude >> excess);
        if ((BigInteger)word << excess != magnitude)
        {
            word |= 1;
        }

        return Math.ScaleB(integer.Sign * (double)word, exponent + excess);
    }

    /// <summary>A finite double in units of a power of two, to the nearest of them, half a unit away from zero.</summary>
    internal static BigInteger Units(double value, int exponent)
    {
        var (mantissa, binary) = Split(value);
        int excess = exponent - binary;
        return excess <= 0 ? mantissa << -excess : (mantissa + (mantissa.Sign * (BigInteger.One << (excess - 1)))) / (BigInteger.One << excess);
    }

    /// <summary>The double nearest to a quotient times a power of two.</summary>
    internal static double Quotient(BigInteger numerator, BigInteger denominator, int exponent)
    {
        int more = Math.Max(0, WordBits + 2 + (int)(denominator.GetBitLength() - numerator.GetBitLength()));
        var quotient = BigInteger.DivRem(BigInteger.Abs(numerator) << more, denominator, out var rest);
        quotient = (quotient << 1) | (rest.IsZero ? 0 : 1);
        return Round(numerator.Sign * quotient, exponent - more - 1);
    }
}
