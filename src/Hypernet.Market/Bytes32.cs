using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hypernet.Market;

/// <summary>A hash, digest, seed or identifier of 32 bytes.</summary>
public readonly record struct Bytes32
{
    /// <summary>Bytes of the value.</summary>
    public const int Length = 32;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    /// <summary>Reads the value from its 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly 32 bytes.</exception>
    public Bytes32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"A digest has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>32 zero bytes, which the contracts read as "none".</summary>
    public static Bytes32 Zero => default;

    /// <summary>Reads 64 hexadecimal digits, with or without <c>0x</c>, of either case.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static Bytes32 Parse(string text) => TryParse(text, out Bytes32 value)
        ? value
        : throw new FormatException($"'{text}' is not a digest: write {2 * Length} hexadecimal digits.");

    /// <summary>As <see cref="Parse"/>, answering <see langword="false"/> where that throws.</summary>
    public static bool TryParse(string text, out Bytes32 value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bool read = Hexadecimal.TryRead(text, bytes) || Hexadecimal.TryRead("0x" + text, bytes);
        value = read ? new Bytes32(bytes) : default;
        return read;
    }

    /// <summary>SHA-256 of the bytes.</summary>
    public static Bytes32 Sha256(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(bytes, hash);
        return new Bytes32(hash);
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128BigEndian(target, _high);
        BinaryPrimitives.WriteUInt128BigEndian(target[16..], _low);
    }

    /// <summary><c>0x</c> and 64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Hexadecimal.Write(bytes);
    }
}
