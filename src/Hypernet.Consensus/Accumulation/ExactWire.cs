using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>The canonical bytes of exact sums (docs/spec/exact.md §2): one value has one form.</summary>
internal static class ExactWire
{
    /// <summary>Bytes of the longest form.</summary>
    public const int MaxBytes = 3 + Limbs.Count * sizeof(uint);

    private const uint SignDigit = 1u << 31;

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="destination">Room for <see cref="MaxBytes"/>, or for 3 bytes and 4 for each digit.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(in ExactValue value, Span<byte> destination)
    {
        if (value.Digits.IsEmpty)
        {
            destination[0] = (byte)value.Flags;
            return 1;
        }

        destination[0] = (byte)(value.Flags | SumFlags.Nonzero | (value.IsNegative ? SumFlags.Negative : SumFlags.None));
        destination[1] = (byte)value.Low;
        destination[2] = (byte)value.Digits.Length;
        int at = 3;
        foreach (uint digit in value.Digits)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[at..], digit);
            at += sizeof(uint);
        }

        return at;
    }

    /// <summary>Reads a value from a stranger.</summary>
    /// <param name="source">Begins with a value; what follows is not read.</param>
    /// <param name="digits">Room for <see cref="Limbs.Count"/> digits: the value lives in it.</param>
    /// <param name="value">The value.</param>
    /// <returns>How many bytes it has, or 0 if they are no canonical form.</returns>
    public static int Read(ReadOnlySpan<byte> source, Span<uint> digits, out ExactValue value)
    {
        value = default;
        if (source.IsEmpty)
        {
            return 0;
        }

        var flags = (SumFlags)source[0] & ~(SumFlags.Nonzero | SumFlags.Negative);
        bool nonzero = (source[0] & (byte)SumFlags.Nonzero) != 0;
        bool negative = (source[0] & (byte)SumFlags.Negative) != 0;
        if (!AreConsistent(flags, nonzero, negative))
        {
            return 0;
        }

        if (!nonzero)
        {
            value = new ExactValue(flags, 0, default, negative: false);
            return 1;
        }

        if (source.Length < 3 || source[2] == 0 || source[1] + source[2] > Limbs.Count || source.Length < 3 + source[2] * sizeof(uint))
        {
            return 0;
        }

        int low = source[1];
        digits = digits[..source[2]];
        source.Slice(3, digits.Length * sizeof(uint)).CopyTo(MemoryMarshal.AsBytes(digits));
        // The range is that of a number of 136 limbs in two's complement: one value more below 0 than above.
        bool isWrapped = low + digits.Length == Limbs.Count && digits[^1] >= SignDigit
            && !(negative && digits.Length == 1 && digits[0] == SignDigit);
        if (digits[0] == 0 || digits[^1] == 0 || isWrapped)
        {
            return 0;
        }

        value = new ExactValue(flags, low, digits, negative);
        return 3 + digits.Length * sizeof(uint);
    }

    // What is not −0 is something; what is special or has a number is something else than −0.
    private static bool AreConsistent(SumFlags flags, bool nonzero, bool negative) =>
        (flags & ~(SumFlags.Added | SumFlags.Other | SumFlags.Special)) == 0
        && (flags.HasFlag(SumFlags.Added) || flags == SumFlags.None)
        && (flags.HasFlag(SumFlags.Other) || ((flags & SumFlags.Special) == 0 && !nonzero))
        && (nonzero || !negative);
}
