using System.Buffers;
using System.Text.Json;

namespace Hypernet.Ethereum.Rpc.Json;

/// <summary>Reads and writes the chain's hexadecimal values straight from and to a JSON text's bytes.</summary>
internal static class HexText
{
    private const int LongestWord = 2 + 64;

    public static void ReadFixed(ref Utf8JsonReader reader, scoped Span<byte> destination)
    {
        if (!Hex.TryParseUtf8(Text(ref reader), destination))
        {
            throw new JsonException($"A value is not \"0x\" and {destination.Length * 2} hexadecimal digits.");
        }
    }

    public static UInt256 ReadQuantity(ref Utf8JsonReader reader)
    {
        var text = Text(ref reader);
        Span<byte> digits = stackalloc byte[64];
        digits.Fill((byte)'0');
        Span<byte> bytes = stackalloc byte[UInt256.Length];
        if (!text.StartsWith("0x"u8) || text.Length is < 3 or > LongestWord)
        {
            throw new JsonException("A value is not \"0x\" and 1 to 64 hexadecimal digits.");
        }

        text[2..].CopyTo(digits[^(text.Length - 2)..]);
        return Convert.FromHexString(digits, bytes, out _, out _) == OperationStatus.Done
            ? new UInt256(bytes)
            : throw new JsonException("A value is not \"0x\" and 1 to 64 hexadecimal digits.");
    }

    public static byte[] ReadBytes(ref Utf8JsonReader reader)
    {
        var text = Text(ref reader);
        byte[] bytes = new byte[Math.Max(0, text.Length - 2) / 2];
        return Hex.TryParseUtf8(text, bytes)
            ? bytes
            : throw new JsonException("A value is not \"0x\" and an even number of hexadecimal digits.");
    }

    public static void WriteFixed(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes)
    {
        Span<byte> text = stackalloc byte[LongestWord];
        "0x"u8.CopyTo(text);
        Convert.TryToHexStringLower(bytes, text[2..], out int written);
        writer.WriteStringValue(text[..(2 + written)]);
    }

    // Escapes and split buffers never occur in what a node writes, so they are refused rather than copied.
    private static ReadOnlySpan<byte> Text(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && !reader.HasValueSequence && !reader.ValueIsEscaped
            ? reader.ValueSpan
            : throw new JsonException("A value is not plain text of hexadecimal digits.");
}
