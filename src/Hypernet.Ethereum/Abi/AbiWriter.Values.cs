using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Hypernet.Ethereum.Abi;

public sealed partial class AbiWriter
{
    /// <summary>Writes a <c>bool</c>.</summary>
    public void Write(bool value) => Write(value ? 1UL : 0UL);

    /// <summary>Writes an unsigned integer or enumeration of at most 64 bits.</summary>
    public void Write(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take()[24..], value);

    /// <summary>Writes an unsigned integer of at most 128 bits.</summary>
    public void Write(UInt128 value) => BinaryPrimitives.WriteUInt128BigEndian(Take()[16..], value);

    /// <summary>Writes an unsigned integer of at most 256 bits.</summary>
    public void Write(UInt256 value) => value.WriteBigEndian(Take());

    /// <summary>Writes a signed integer of any width.</summary>
    /// <exception cref="OverflowException">It is outside of 256 signed bits.</exception>
    public void Write(BigInteger value)
    {
        if (value.GetBitLength() >= 256)
        {
            throw new OverflowException($"{value} is outside of 256 signed bits.");
        }

        var word = Take();
        word.Fill(value.Sign < 0 ? (byte)0xff : (byte)0);
        value.TryWriteBytes(word[^value.GetByteCount()..], out _, isUnsigned: false, isBigEndian: true);
    }

    /// <summary>Writes an <c>address</c> or a contract.</summary>
    public void Write(Address value) => value.Bytes.CopyTo(Take()[12..]);

    /// <summary>Writes a <c>bytes32</c>.</summary>
    public void Write(Hash32 value) => value.Bytes.CopyTo(Take());

    /// <summary>Writes <c>bytes1</c> to <c>bytes32</c>.</summary>
    /// <exception cref="ArgumentException">There are more than 32 bytes.</exception>
    public void WriteFixedBytes(ReadOnlySpan<byte> value) => value.CopyTo(Take());

    /// <summary>Writes <c>bytes</c>.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteOffset();
        WriteLength(value.Length);
        value.CopyTo(Extend(checked(value.Length + (-value.Length & (Word - 1)))));
    }

    /// <summary>Writes a <c>string</c>.</summary>
    public void WriteString(string value) => WriteBytes(Encoding.UTF8.GetBytes(value));
}
