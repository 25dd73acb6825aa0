using System.Numerics;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>A sum in canonical form: sign and magnitude without leading and trailing zero digits, and flags.</summary>
/// <param name="flags">Without those of the wire.</param>
/// <param name="low">Limb of the least digit (<see cref="Limbs"/>).</param>
/// <param name="digits">Of 32 bits, from the least; the first and the last are not 0; empty if the number is 0.</param>
/// <param name="negative">Whether the number is below 0.</param>
internal readonly ref struct ExactValue(SumFlags flags, int low, ReadOnlySpan<uint> digits, bool negative)
{
    // Digits that a quotient is computed to below the least of the dividend: at least 3 · 32 + 1 of its bits, then, are not leading zeros.
    private const int QuotientDigits = 4;

    /// <summary>What is known beside the number.</summary>
    public SumFlags Flags { get; } = flags;

    /// <summary>Limb of the least digit.</summary>
    public int Low { get; } = low;

    /// <summary>The digits of the magnitude, from the least.</summary>
    public ReadOnlySpan<uint> Digits { get; } = digits;

    /// <summary>Whether the number is below 0.</summary>
    public bool IsNegative { get; } = negative;

    private bool IsFinite => (Flags & SumFlags.Special) == 0;

    private int Exponent => Limbs.Bits * (Low - Limbs.One);

    /// <summary>The value rounded once, to nearest, ties to even.</summary>
    /// <param name="format">What to round to.</param>
    /// <returns>Bits of that format.</returns>
    public ulong Round(in BinaryFormat format) =>
        Flags.HasFlag(SumFlags.Other) ? Special(format) ?? Rounding.Round(Digits, Exponent, IsNegative, sticky: false, format) : Zero(format);

    /// <summary>The value over a count, rounded once.</summary>
    /// <param name="divisor">At least 1.</param>
    /// <param name="format">What to round to.</param>
    /// <returns>Bits of that format.</returns>
    public ulong Divide(int divisor, in BinaryFormat format)
    {
        if (!Flags.HasFlag(SumFlags.Other))
        {
            return Zero(format);
        }

        if (Special(format) is { } special)
        {
            return special;
        }

        Span<uint> quotient = stackalloc uint[Limbs.Count + QuotientDigits];
        quotient = quotient[..(Digits.Length + QuotientDigits)];
        ulong rest = 0;
        for (int i = quotient.Length - 1; i >= 0; i--)
        {
            ulong part = (rest << Limbs.Bits) | (i >= QuotientDigits ? Digits[i - QuotientDigits] : 0);
            (ulong digit, rest) = Math.DivRem(part, (ulong)divisor);
            quotient[i] = (uint)digit;
        }

        return Rounding.Round(quotient, Exponent - QuotientDigits * Limbs.Bits, IsNegative, rest != 0, format);
    }

    /// <summary>The quotient of two values, rounded once; of zeros and specials what IEEE 754 says.</summary>
    /// <param name="divisor">What to divide by; its zero is +0 unless all that was added to it is −0.</param>
    /// <param name="format">What to round to.</param>
    /// <returns>Bits of that format.</returns>
    public ulong Divide(in ExactValue divisor, in BinaryFormat format)
    {
        if (IsFinite && divisor.IsFinite && !divisor.Digits.IsEmpty && !Digits.IsEmpty)
        {
            return Rounding.Round(ToBigInteger(), divisor.ToBigInteger(), Exponent - divisor.Exponent, format);
        }

        double quotient = Representative() / divisor.Representative();
        return double.IsNaN(quotient) ? format.NaN
            : (double.IsInfinity(quotient) ? format.Infinity : 0) | (double.IsNegative(quotient) ? format.Sign : 0);
    }

    /// <summary>The number, if it is an integer of at most 64 bits and a sign.</summary>
    /// <param name="integer">The number.</param>
    public bool TryToInteger(out Int128 integer)
    {
        integer = 0;
        if (!IsFinite || (Digits.Length > 0 && (Low < Limbs.One || Low + Digits.Length > Limbs.One + 2)))
        {
            return false;
        }

        for (int i = Digits.Length - 1; i >= 0; i--)
        {
            integer |= (Int128)Digits[i] << (Exponent + i * Limbs.Bits);
        }

        integer = IsNegative ? -integer : integer;
        return true;
    }

    // The bits of what is no number, or null.
    private ulong? Special(in BinaryFormat format) => (Flags & SumFlags.Special) switch
    {
        SumFlags.None => null,
        SumFlags.PositiveInfinity => format.Infinity,
        SumFlags.NegativeInfinity => format.Infinity | format.Sign,
        _ => format.NaN,
    };

    // −0 only if all are −0; a sum of nothing is +0.
    private ulong Zero(in BinaryFormat format) => Flags.HasFlag(SumFlags.Added) ? format.Sign : 0;

    // A double of the same class and sign: what decides quotients of zeros and specials.
    private double Representative() => IsFinite && !Digits.IsEmpty
        ? (IsNegative ? -1 : 1)
        : BitConverter.UInt64BitsToDouble(Round(BinaryFormat.Double));

    private BigInteger ToBigInteger()
    {
        var magnitude = new BigInteger(MemoryMarshal.AsBytes(Digits), isUnsigned: true);
        return IsNegative ? -magnitude : magnitude;
    }
}
