using System.Numerics;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>Rounds exact numbers of any length to IEEE 754 formats: once, to nearest, ties to even.</summary>
internal static class Rounding
{
    /// <summary>Rounds a magnitude with its sign. What rounds to 0 is +0 (docs/spec/exact.md §3).</summary>
    /// <param name="digits">Of 32 bits, from the least; the upper ones may be 0.</param>
    /// <param name="exponent">Exponent of the least bit.</param>
    /// <param name="negative">Whether the number is below 0.</param>
    /// <param name="sticky">Whether the magnitude is greater, by less than one unit of its least bit; it must have more bits than the format, then.</param>
    /// <param name="format">What to round to.</param>
    /// <returns>Bits of that format.</returns>
    public static ulong Round(ReadOnlySpan<uint> digits, int exponent, bool negative, bool sticky, in BinaryFormat format)
    {
        digits = digits.TrimEnd(0u);
        int length = digits.Length * Limbs.Bits - (digits.IsEmpty ? 0 : BitOperations.LeadingZeroCount(digits[^1]));
        if (length == 0)
        {
            return 0;
        }

        int least = Math.Max(exponent + length - format.Precision, format.LeastExponent);
        int cut = least - exponent;
        ulong significand = cut > 0 ? Bits(digits, cut) : Bits(digits, 0) << -cut;
        if (cut > 0 && Bit(digits, cut - 1) && (sticky || (significand & 1) != 0 || AnyBelow(digits, cut - 1)))
        {
            significand++;
        }

        return significand == 0 ? 0 : format.Encode(significand, least) | (negative ? format.Sign : 0);
    }

    /// <summary>The quotient of two numbers that are not 0, rounded once.</summary>
    /// <param name="numerator">Dividend, in units of 2^<paramref name="exponent"/>.</param>
    /// <param name="denominator">Divisor.</param>
    /// <param name="exponent">Exponent of the quotient's unit.</param>
    /// <param name="format">What to round to.</param>
    /// <returns>Bits of that format.</returns>
    public static ulong Round(BigInteger numerator, BigInteger denominator, int exponent, in BinaryFormat format)
    {
        bool negative = numerator.Sign != denominator.Sign;
        numerator = BigInteger.Abs(numerator);
        denominator = BigInteger.Abs(denominator);

        // Two bits more than the precision: one for the half, one since lengths differ by up to one from the quotient's.
        int shift = (int)Math.Max(0, format.Precision + 2 + denominator.GetBitLength() - numerator.GetBitLength());
        var quotient = BigInteger.DivRem(numerator << shift, denominator, out BigInteger rest);
        Span<byte> bytes = stackalloc byte[quotient.GetByteCount(isUnsigned: true)];
        quotient.TryWriteBytes(bytes, out _, isUnsigned: true);
        Span<uint> digits = stackalloc uint[(bytes.Length + 3) / 4];
        bytes.CopyTo(MemoryMarshal.AsBytes(digits));
        return Round(digits, exponent - shift, negative, !rest.IsZero, format);
    }

    // The 64 bits from an index on.
    private static ulong Bits(ReadOnlySpan<uint> digits, int index)
    {
        int digit = index / Limbs.Bits;
        int shift = index % Limbs.Bits;
        ulong bits = Digit(digits, digit) | (ulong)Digit(digits, digit + 1) << 32;
        return shift == 0 ? bits : bits >> shift | (ulong)Digit(digits, digit + 2) << (64 - shift);
    }

    private static bool Bit(ReadOnlySpan<uint> digits, int index) => (Digit(digits, index / Limbs.Bits) >> (index % Limbs.Bits) & 1) != 0;

    private static bool AnyBelow(ReadOnlySpan<uint> digits, int index)
    {
        int whole = Math.Min(index / Limbs.Bits, digits.Length);
        return digits[..whole].ContainsAnyExcept(0u) || (Digit(digits, index / Limbs.Bits) & ((1u << (index % Limbs.Bits)) - 1)) != 0;
    }

    private static uint Digit(ReadOnlySpan<uint> digits, int index) => index < digits.Length ? digits[index] : 0;
}
