using System.Buffers.Binary;

namespace Hypernet.EventStore;

/// <summary>32 bytes as the chain gives them: the hash of a block or transaction, or a topic of a log.</summary>
/// <param name="High">The first 16 bytes, big-endian.</param>
/// <param name="Low">The last 16 bytes, big-endian.</param>
public readonly record struct Word(UInt128 High, UInt128 Low)
{
    /// <summary>The number of bytes.</summary>
    public const int Size = 32;

    /// <summary>Reads exactly 32 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span has another length.</exception>
    public static Word From(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size, nameof(bytes));
        return new Word(
            BinaryPrimitives.ReadUInt128BigEndian(bytes),
            BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));
    }

    /// <summary>Reads 64 hexadecimal digits, with or without 0x.</summary>
    /// <exception cref="FormatException">The text is not 32 bytes of hexadecimal.</exception>
    public static Word Parse(string text) => From(Hexadecimal.Parse(text, Size));

    /// <summary>Writes the 32 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, High);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], Low);
    }

    /// <summary>The 32 bytes in a new array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>0x and 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Hexadecimal.Format(ToArray());
}
