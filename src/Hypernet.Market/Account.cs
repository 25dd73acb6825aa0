using System.Buffers.Binary;

namespace Hypernet.Market;

/// <summary>Somebody on the chain: a buyer, a seller, a contract. 20 bytes.</summary>
public readonly record struct Account
{
    /// <summary>Bytes of an account.</summary>
    public const int Length = 20;

    private readonly ulong _high;
    private readonly ulong _middle;
    private readonly uint _low;

    /// <summary>Reads an account from its 20 bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly 20 bytes.</exception>
    public Account(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"An account has {Length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        _high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _middle = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _low = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
    }

    /// <summary>The account of nobody: 20 zero bytes.</summary>
    public static Account None => default;

    /// <summary>Reads <c>0x</c> and 40 hexadecimal digits of either case; a checksum in the case is not verified.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static Account Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return Hexadecimal.TryRead(text, bytes)
            ? new Account(bytes)
            : throw new FormatException($"'{text}' is not an account: write 0x and {2 * Length} hexadecimal digits.");
    }

    /// <summary>Writes the 20 bytes.</summary>
    public void CopyTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target, _high);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], _middle);
        BinaryPrimitives.WriteUInt32BigEndian(target[16..], _low);
    }

    /// <summary><c>0x</c> and 40 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Hexadecimal.Write(bytes);
    }
}
