using System.Buffers;

namespace Hypernet.Ethereum;

/// <summary>Bytes as the chain's world writes them: lower-case hexadecimal behind "0x".</summary>
public static class Hex
{
    /// <summary>Writes bytes as "0x" and two lower-case digits per byte; no bytes are "0x".</summary>
    public static string Format(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    /// <summary>Reads an even number of hexadecimal digits of either case, with or without "0x".</summary>
    /// <exception cref="FormatException">The text is not that.</exception>
    public static byte[] Parse(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[Digits(text).Length / 2];
        return TryParse(text, bytes) ? bytes : throw new FormatException("The text is not an even number of hexadecimal digits.");
    }

    /// <summary>Reads exactly as many bytes as the destination holds; the destination is undefined after false.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, Span<byte> destination)
    {
        var digits = Digits(text);
        return digits.Length == destination.Length * 2
            && Convert.FromHexString(digits, destination, out _, out _) == OperationStatus.Done;
    }

    /// <summary>The same for UTF-8, but "0x" is required: the form that nodes answer in.</summary>
    internal static bool TryParseUtf8(ReadOnlySpan<byte> text, Span<byte> destination) =>
        text.StartsWith("0x"u8)
        && text.Length == 2 + (destination.Length * 2)
        && Convert.FromHexString(text[2..], destination, out _, out _) == OperationStatus.Done;

    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;
}
