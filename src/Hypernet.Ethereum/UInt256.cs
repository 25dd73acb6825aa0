using System.Buffers.Binary;
using System.Text.Json.Serialization;
using Hypernet.Ethereum.Rpc.Json;

namespace Hypernet.Ethereum;

/// <summary>An unsigned number of 256 bits, the chain's own word. Arithmetic never wraps: it throws.</summary>
[JsonConverter(typeof(UInt256Converter))]
public readonly partial struct UInt256 : IEquatable<UInt256>, IComparable<UInt256>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    /// <summary>0.</summary>
    public static readonly UInt256 Zero;

    /// <summary>1.</summary>
    public static readonly UInt256 One = 1;

    /// <summary>2^256 - 1.</summary>
    public static readonly UInt256 MaxValue = new(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);

    private readonly ulong _u0;
    private readonly ulong _u1;
    private readonly ulong _u2;
    private readonly ulong _u3;

    /// <summary>Takes four limbs, the least significant first.</summary>
    public UInt256(ulong u0, ulong u1, ulong u2, ulong u3) => (_u0, _u1, _u2, _u3) = (u0, u1, u2, u3);

    /// <summary>Reads at most 32 bytes, the most significant first; missing bytes are zeros in front.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more than 32 bytes.</exception>
    public UInt256(ReadOnlySpan<byte> bigEndian)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bigEndian.Length, Length, nameof(bigEndian));
        if (bigEndian.Length < Length)
        {
            Span<byte> padded = stackalloc byte[Length];
            padded.Clear();
            bigEndian.CopyTo(padded[^bigEndian.Length..]);
            this = new UInt256(padded);
            return;
        }

        _u3 = BinaryPrimitives.ReadUInt64BigEndian(bigEndian);
        _u2 = BinaryPrimitives.ReadUInt64BigEndian(bigEndian[8..]);
        _u1 = BinaryPrimitives.ReadUInt64BigEndian(bigEndian[16..]);
        _u0 = BinaryPrimitives.ReadUInt64BigEndian(bigEndian[24..]);
    }

    /// <summary>The number of bits without leading zeros; 0 for zero.</summary>
    public int BitLength =>
        _u3 != 0 ? 256 - System.Numerics.BitOperations.LeadingZeroCount(_u3)
        : _u2 != 0 ? 192 - System.Numerics.BitOperations.LeadingZeroCount(_u2)
        : _u1 != 0 ? 128 - System.Numerics.BitOperations.LeadingZeroCount(_u1)
        : 64 - System.Numerics.BitOperations.LeadingZeroCount(_u0);

    /// <summary>Whether the number is 0.</summary>
    public bool IsZero => (_u0 | _u1 | _u2 | _u3) == 0;

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(UInt256 left, UInt256 right) => left.Equals(right);

    /// <summary>Whether the numbers differ.</summary>
    public static bool operator !=(UInt256 left, UInt256 right) => !left.Equals(right);

    /// <summary>Whether the left number is smaller.</summary>
    public static bool operator <(UInt256 left, UInt256 right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left number is greater.</summary>
    public static bool operator >(UInt256 left, UInt256 right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left number is at most the right one.</summary>
    public static bool operator <=(UInt256 left, UInt256 right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left number is at least the right one.</summary>
    public static bool operator >=(UInt256 left, UInt256 right) => left.CompareTo(right) >= 0;

    /// <summary>Writes 32 bytes, the most significant first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The destination is shorter than 32 bytes.</exception>
    public void WriteBigEndian(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _u3);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _u2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _u1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _u0);
    }

    /// <inheritdoc/>
    public bool Equals(UInt256 other) => _u0 == other._u0 && _u1 == other._u1 && _u2 == other._u2 && _u3 == other._u3;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UInt256 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_u0, _u1, _u2, _u3);

    /// <inheritdoc/>
    public int CompareTo(UInt256 other) =>
        _u3 != other._u3 ? _u3.CompareTo(other._u3)
        : _u2 != other._u2 ? _u2.CompareTo(other._u2)
        : _u1 != other._u1 ? _u1.CompareTo(other._u1)
        : _u0.CompareTo(other._u0);
}
