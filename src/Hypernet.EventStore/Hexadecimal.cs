namespace Hypernet.EventStore;

internal static class Hexadecimal
{
    public static string Format(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    public static byte[] Parse(string text, int size)
    {
        var digits = text.AsSpan();
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            digits = digits[2..];
        }

        return digits.Length == 2 * size
            ? Convert.FromHexString(digits)
            : throw new FormatException($"'{text}' is not {size} bytes: give {2 * size} hexadecimal digits.");
    }
}
