using System.Buffers;

namespace Hypernet.Market;

/// <summary>The one text form of bytes: <c>0x</c> and lower-case digits.</summary>
internal static class Hexadecimal
{
    /// <summary>Fills <paramref name="bytes"/> exactly; answers <see langword="false"/> on any other text.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, Span<byte> bytes) =>
        text.Length == 2 + (2 * bytes.Length)
        && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        && Convert.FromHexString(text[2..], bytes, out _, out _) == OperationStatus.Done;

    public static string Write(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);
}
