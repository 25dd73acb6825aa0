using System.Numerics;

namespace Hypernet.Consensus.Accumulation;

/// <summary>Exact arithmetic by big integers, in units of 2^-2148, and its rounding: slow, and written without a look at the tested code.</summary>
internal static class Oracle
{
    public const int Exponent = -2148;

    public static BigInteger Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        BigInteger significand = bits & 0xF_FFFF_FFFF_FFFF;
        significand = exponent == 0 ? significand << 1 : significand + (BigInteger.One << 52);
        return (bits < 0 ? -significand : significand) << (exponent - 1076 - Exponent + 1);
    }

    /// <summary>numerator / denominator · 2^exponent to nearest even.</summary>
    public static double Round(BigInteger numerator, BigInteger denominator, int exponent = Exponent) =>
        Round(numerator, denominator, exponent, 53, -1074, double.MaxValue, double.PositiveInfinity);

    public static float RoundToSingle(BigInteger numerator, BigInteger denominator, int exponent = Exponent) =>
        (float)Round(numerator, denominator, exponent, 24, -149, float.MaxValue, double.PositiveInfinity);

    private static double Round(BigInteger numerator, BigInteger denominator, int exponent, int precision, int leastExponent, double most, double beyond)
    {
        bool negative = numerator.Sign * denominator.Sign < 0;
        numerator = BigInteger.Abs(numerator);
        denominator = BigInteger.Abs(denominator);
        if (numerator.IsZero)
        {
            return 0;
        }

        // The unit in the last place: the least one of the format, or what leaves exactly `precision` bits.
        int unit = leastExponent;
        while (Floor(numerator, denominator, exponent - unit).GetBitLength() > precision)
        {
            unit += Math.Max(1, (int)Floor(numerator, denominator, exponent - unit).GetBitLength() - precision);
        }

        var twice = Floor(numerator, denominator, exponent - unit + 1);
        bool isExact = Ceiling(numerator, denominator, exponent - unit + 1) == twice;
        var quotient = twice >> 1;
        if (!twice.IsEven && (!isExact || !quotient.IsEven))
        {
            quotient++;
        }

        double result = (double)quotient;
        for (; unit > 0 && result <= most; unit--)
        {
            result *= 2;
        }

        for (int step = Math.Min(-unit, 1000); unit < 0; unit += step, step = Math.Min(-unit, 1000))
        {
            result *= Math.Pow(2, -step);
        }

        result = result > most ? beyond : result;
        return negative && result != 0 ? -result : result;
    }

    private static BigInteger Floor(BigInteger numerator, BigInteger denominator, int exponent) =>
        exponent >= 0 ? (numerator << exponent) / denominator : numerator / (denominator << -exponent);

    private static BigInteger Ceiling(BigInteger numerator, BigInteger denominator, int exponent) =>
        -BigInteger.Divide(exponent >= 0 ? -(numerator << exponent) - denominator + 1 : -numerator - (denominator << -exponent) + 1, exponent >= 0 ? denominator : denominator << -exponent);
}
