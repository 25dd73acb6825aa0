using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Hypernet.Ethereum.Rpc.Json;

namespace Hypernet.Ethereum;

/// <summary>Thirty-two bytes: a Keccak-256 digest, a block or transaction hash, a log topic, Solidity's <c>bytes32</c>.</summary>
[JsonConverter(typeof(Hash32Converter))]
[StructLayout(LayoutKind.Sequential)]
public readonly struct Hash32 : IEquatable<Hash32>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    // The bytes in memory order; four words because equality and hashing then need no loop.
    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>Takes exactly 32 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more or fewer.</exception>
    public Hash32(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length, nameof(bytes));
        this = MemoryMarshal.Read<Hash32>(bytes);
    }

    /// <summary>The 32 bytes in place.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(new ReadOnlySpan<Hash32>(in this));

    /// <summary>Whether both are the same bytes.</summary>
    public static bool operator ==(Hash32 left, Hash32 right) => left.Equals(right);

    /// <summary>Whether the bytes differ.</summary>
    public static bool operator !=(Hash32 left, Hash32 right) => !left.Equals(right);

    /// <summary>Reads 64 hexadecimal digits, with or without "0x".</summary>
    /// <exception cref="FormatException">The text is not that.</exception>
    public static Hash32 Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"\"{text}\" is not a hash: 64 hexadecimal digits are.");

    /// <summary>Reads 64 hexadecimal digits, with or without "0x".</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Hash32 value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bool isHash = Hex.TryParse(text, bytes);
        value = isHash ? new Hash32(bytes) : default;
        return isHash;
    }

    /// <summary>A new array of the 32 bytes.</summary>
    public byte[] ToArray() => Bytes.ToArray();

    /// <inheritdoc/>
    public bool Equals(Hash32 other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Hash32 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_a, _b, _c, _d);

    /// <summary>"0x" and 64 lower-case digits.</summary>
    public override string ToString() => Hex.Format(Bytes);
}
