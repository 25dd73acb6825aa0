using System.Buffers.Binary;

namespace Hypernet.EventStore;

/// <summary>The 20-byte address of a contract that emits logs.</summary>
/// <param name="High">The first 4 bytes, big-endian.</param>
/// <param name="Low">The last 16 bytes, big-endian.</param>
public readonly record struct ContractAddress(uint High, UInt128 Low)
{
    /// <summary>The number of bytes.</summary>
    public const int Size = 20;

    /// <summary>Reads exactly 20 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span has another length.</exception>
    public static ContractAddress From(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size, nameof(bytes));
        return new ContractAddress(
            BinaryPrimitives.ReadUInt32BigEndian(bytes),
            BinaryPrimitives.ReadUInt128BigEndian(bytes[4..]));
    }

    /// <summary>Reads 40 hexadecimal digits, with or without 0x, in any case.</summary>
    /// <exception cref="FormatException">The text is not 20 bytes of hexadecimal.</exception>
    public static ContractAddress Parse(string text) => From(Hexadecimal.Parse(text, Size));

    /// <summary>The 20 bytes in a new array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(4), Low);
        return bytes;
    }

    /// <summary>0x and 40 lower-case hexadecimal digits; checksums belong to the edge of the API.</summary>
    public override string ToString() => Hexadecimal.Format(ToArray());
}
