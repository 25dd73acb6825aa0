using System.Buffers.Binary;

namespace Hypernet.Market;

/// <summary>A tag or a seal: the first 16 bytes of a keccak hash (docs/spec/commitment.md).</summary>
public readonly record struct Bytes16
{
    /// <summary>Bytes of the value.</summary>
    public const int Length = 16;

    private readonly UInt128 _value;

    /// <summary>Reads the value from its 16 bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly 16 bytes.</exception>
    public Bytes16(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"A tag or seal has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _value = BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>Writes the 16 bytes.</summary>
    public void CopyTo(Span<byte> target) => BinaryPrimitives.WriteUInt128BigEndian(target, _value);

    /// <summary><c>0x</c> and 32 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Hexadecimal.Write(bytes);
    }
}
