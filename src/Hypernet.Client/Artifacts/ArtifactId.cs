using System.Diagnostics.CodeAnalysis;

namespace Hypernet.Client;

/// <summary>The name of an artifact: the SHA-256 of its bytes, written as 64 lower-case hexadecimal digits.</summary>
public readonly struct ArtifactId : IEquatable<ArtifactId>
{
    /// <summary>The size of a SHA-256, in bytes.</summary>
    public const int Size = 32;

    private readonly string? _hex;

    private ArtifactId(string hex)
    {
        _hex = hex;
    }

    /// <summary>Takes the 32 bytes of a SHA-256.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    /// <exception cref="ArgumentException">There are not 32 bytes.</exception>
    public static ArtifactId FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new ArtifactId(Convert.ToHexStringLower(bytes))
        : throw new ArgumentException($"A SHA-256 has {Size} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>Reads 64 hexadecimal digits of either case, with or without 0x before them.</summary>
    /// <param name="text">The digits.</param>
    /// <param name="value">The SHA-256, if the text is one.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ArtifactId value)
    {
        ReadOnlySpan<char> digits = text.AsSpan();
        digits = digits.StartsWith("0x", StringComparison.Ordinal) ? digits[2..] : digits;
        Span<byte> bytes = stackalloc byte[Size];
        bool valid = digits.Length == 2 * Size
            && Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        value = valid ? FromBytes(bytes) : default;
        return valid;
    }

    /// <summary>Reads 64 hexadecimal digits of either case, with or without 0x before them.</summary>
    /// <param name="text">The digits.</param>
    /// <exception cref="FormatException">The text is no SHA-256.</exception>
    public static ArtifactId Parse(string text) => TryParse(text, out ArtifactId value)
        ? value
        : throw new FormatException($"'{text}' is no SHA-256: 64 hexadecimal digits are expected.");

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes() => Convert.FromHexString(ToString());

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => _hex ?? new string('0', 2 * Size);

    /// <inheritdoc/>
    public bool Equals(ArtifactId other) => ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ArtifactId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether two are the same.</summary>
    public static bool operator ==(ArtifactId left, ArtifactId right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(ArtifactId left, ArtifactId right) => !left.Equals(right);
}
