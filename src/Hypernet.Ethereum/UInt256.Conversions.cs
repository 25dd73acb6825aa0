using System.Globalization;
using System.Numerics;

namespace Hypernet.Ethereum;

public readonly partial struct UInt256
{
    /// <summary>Widens.</summary>
    public static implicit operator UInt256(ulong value) => new(value, 0, 0, 0);

    /// <summary>Widens.</summary>
    public static implicit operator UInt256(UInt128 value) => new((ulong)value, (ulong)(value >> 64), 0, 0);

    /// <summary>Widens.</summary>
    public static implicit operator BigInteger(UInt256 value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        value.WriteBigEndian(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>Narrows.</summary>
    /// <exception cref="OverflowException">The number needs more than 64 bits.</exception>
    public static explicit operator ulong(UInt256 value) =>
        value.BitLength <= 64 ? value._u0 : throw TooWide(value, 64);

    /// <summary>Narrows.</summary>
    /// <exception cref="OverflowException">The number needs more than 128 bits.</exception>
    public static explicit operator UInt128(UInt256 value) =>
        value.BitLength <= 128 ? new UInt128(value._u1, value._u0) : throw TooWide(value, 128);

    /// <summary>Narrows.</summary>
    /// <exception cref="OverflowException">The number is negative or needs more than 256 bits.</exception>
    public static explicit operator UInt256(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return value.Sign >= 0 && value.TryWriteBytes(bytes, out int written, isUnsigned: true, isBigEndian: true)
            ? new UInt256(bytes[..written])
            : throw new OverflowException($"{value} is outside of 256 unsigned bits.");
    }

    /// <summary>Reads a decimal number, or a hexadecimal one behind "0x" with 1 to 64 digits.</summary>
    /// <exception cref="FormatException">The text is no such number.</exception>
    public static UInt256 Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"\"{text}\" is not an unsigned number of at most 256 bits.");

    /// <summary>Reads a decimal number, or a hexadecimal one behind "0x" with 1 to 64 digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out UInt256 value)
    {
        value = default;
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return TryParseHex(text[2..], ref value);
        }

        // 2^256 has 78 decimal digits: longer text is refused before any arithmetic.
        if (text.Length > 78 || !BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number.GetBitLength() > 256)
        {
            return false;
        }

        value = (UInt256)number;
        return true;
    }

    /// <summary>"0x" and the hexadecimal digits without leading zeros, as JSON-RPC writes a quantity; "0x0" for zero.</summary>
    public string ToHex()
    {
        Span<byte> bytes = stackalloc byte[Length];
        WriteBigEndian(bytes);
        string digits = Convert.ToHexStringLower(bytes).TrimStart('0');
        return digits.Length == 0 ? "0x0" : "0x" + digits;
    }

    /// <summary>Decimal digits.</summary>
    public override string ToString() =>
        BitLength <= 64
            ? _u0.ToString(CultureInfo.InvariantCulture)
            : ((BigInteger)this).ToString(CultureInfo.InvariantCulture);

    private static bool TryParseHex(ReadOnlySpan<char> digits, ref UInt256 value)
    {
        if (digits.Length is 0 or > Length * 2)
        {
            return false;
        }

        Span<char> padded = stackalloc char[Length * 2];
        padded.Fill('0');
        digits.CopyTo(padded[^digits.Length..]);
        Span<byte> bytes = stackalloc byte[Length];
        if (!Hex.TryParse(padded, bytes))
        {
            return false;
        }

        value = new UInt256(bytes);
        return true;
    }

    private static OverflowException TooWide(UInt256 value, int bits) => new($"{value} needs more than {bits} bits.");
}
