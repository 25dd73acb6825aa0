using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Hypernet.Consensus.Operations;

namespace Hypernet.Consensus;

/// <summary>
/// A number of about 32 digits, as the unevaluated sum of two doubles (T. J. Dekker, A floating-point technique for extending the
/// available precision, Numer. Math. 18, 1971). For data that is not exact in binary, and for its powers.
/// </summary>
/// <param name="High">The number, rounded to a double.</param>
/// <param name="Low">What is left: at most half a unit in the last place of <paramref name="High"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DoubleDouble(double High, double Low)
{
    private const int MaxDecimalExponent = 400;

    /// <summary>A double, as it is.</summary>
    /// <param name="value">Any.</param>
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    /// <summary>The product, with a relative error of at most 2⁻¹⁰⁰ while nothing overflows or becomes subnormal.</summary>
    /// <param name="x">Any.</param>
    /// <param name="y">Any.</param>
    public static DoubleDouble operator *(DoubleDouble x, DoubleDouble y)
    {
        double product = x.High * y.High;
        // A fused multiply-add is correctly rounded by definition, on any machine: this is the exact rest.
        double rest = Math.FusedMultiplyAdd(x.High, y.High, -product);
        rest += (x.High * y.Low) + (x.Low * y.High);
        double high = product + rest;
        return new DoubleDouble(high, rest - (high - product));
    }

    /// <summary>Reads a decimal number such as −6.860120914 or 0.1E-3: what it says, not what a double makes of it.</summary>
    /// <param name="text">Digits with a point and an exponent, perhaps; of magnitude 10⁻³⁰⁷ to 10³⁰⁸, or 0.</param>
    /// <exception cref="FormatException">It is no such number.</exception>
    public static DoubleDouble Parse(string text)
    {
        double high = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        string[] parts = text.Trim().Split(['e', 'E']);
        int exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        if (!double.IsFinite(high) || Math.Abs(exponent) > MaxDecimalExponent)
        {
            throw new FormatException($"\"{text}\" is no decimal number within the range of doubles.");
        }

        var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var scale = BigInteger.Pow(10, Math.Abs(exponent));
        var (numerator, denominator) = exponent < 0 ? (digits, scale) : (digits * scale, BigInteger.One);
        var (mantissa, binary) = Dyadic.Split(high);
        var rest = binary < 0 ? (numerator << -binary) - (mantissa * denominator) : numerator - ((mantissa << binary) * denominator);
        return new DoubleDouble(high, Dyadic.Quotient(rest, denominator, Math.Min(binary, 0)));
    }
}
