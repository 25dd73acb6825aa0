using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hypernet.Consensus.Audit;

/// <summary>A SHA-256.</summary>
public readonly record struct Hash256
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private readonly UInt128 _first;
    private readonly UInt128 _last;

    /// <summary>Takes the bytes of a hash.</summary>
    /// <param name="bytes">Exactly <see cref="Length"/>.</param>
    public Hash256(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length);
        _first = BinaryPrimitives.ReadUInt128LittleEndian(bytes);
        _last = BinaryPrimitives.ReadUInt128LittleEndian(bytes[(Length / 2)..]);
    }

    /// <summary>Hashes bytes.</summary>
    /// <param name="bytes">Any.</param>
    public static Hash256 Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(bytes, hash);
        return new Hash256(hash);
    }

    /// <summary>Writes the bytes.</summary>
    /// <param name="destination">Receives <see cref="Length"/> bytes.</param>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(destination, _first);
        BinaryPrimitives.WriteUInt128LittleEndian(destination[(Length / 2)..], _last);
    }

    /// <summary>The bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>64 hexadecimal digits, lower case.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToBytes());
}
