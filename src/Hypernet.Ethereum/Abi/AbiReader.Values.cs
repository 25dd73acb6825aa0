using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Hypernet.Ethereum.Abi;

public ref partial struct AbiReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a <c>bool</c>.</summary>
    /// <exception cref="AbiException">The word is neither 0 nor 1.</exception>
    public bool ReadBoolean() => ReadUInt64(1) != 0;

    /// <summary>Reads an <c>address</c> or a contract.</summary>
    /// <exception cref="AbiException">The word is wider than 20 bytes.</exception>
    public Address ReadAddress()
    {
        var word = Take();
        EnsureZero(word[..12]);
        return new Address(word[12..]);
    }

    /// <summary>Reads a <c>bytes32</c>, or the hash that stands for an indexed dynamic argument.</summary>
    public Hash32 ReadHash32() => new(Take());

    /// <summary>Reads an unsigned integer or enumeration of at most 64 bits.</summary>
    /// <param name="bits">The width of its type.</param>
    /// <exception cref="AbiException">The word is wider.</exception>
    public ulong ReadUInt64(int bits = 64)
    {
        var word = Take();
        EnsureZero(word[..24]);
        ulong value = BinaryPrimitives.ReadUInt64BigEndian(word[24..]);
        return bits == 64 || value >> bits == 0 ? value : throw TooWide();
    }

    /// <summary>Reads an unsigned integer of at most 128 bits.</summary>
    /// <param name="bits">The width of its type.</param>
    /// <exception cref="AbiException">The word is wider.</exception>
    public UInt128 ReadUInt128(int bits = 128)
    {
        var word = Take();
        EnsureZero(word[..16]);
        var value = BinaryPrimitives.ReadUInt128BigEndian(word[16..]);
        return bits == 128 || value >> bits == 0 ? value : throw TooWide();
    }

    /// <summary>Reads an unsigned integer of at most 256 bits.</summary>
    /// <param name="bits">The width of its type.</param>
    /// <exception cref="AbiException">The word is wider.</exception>
    public UInt256 ReadUInt256(int bits = 256)
    {
        var value = new UInt256(Take());
        return value.BitLength <= bits ? value : throw TooWide();
    }

    /// <summary>Reads a signed integer of at most 64 bits.</summary>
    /// <param name="bits">The width of its type.</param>
    /// <exception cref="AbiException">The word is wider, or not extended by its sign.</exception>
    public long ReadInt64(int bits = 64) => (long)ReadInt256(bits);

    /// <summary>Reads a signed integer of at most 256 bits.</summary>
    /// <param name="bits">The width of its type.</param>
    /// <exception cref="AbiException">The word is wider, or not extended by its sign.</exception>
    public BigInteger ReadInt256(int bits = 256)
    {
        var value = new BigInteger(Take(), isUnsigned: false, isBigEndian: true);
        return value.GetBitLength() < bits ? value : throw TooWide();
    }

    /// <summary>Reads <c>bytes1</c> to <c>bytes32</c>, in place.</summary>
    /// <param name="count">The number of bytes of its type.</param>
    /// <exception cref="AbiException">The padding behind them is not zero.</exception>
    public ReadOnlySpan<byte> ReadFixedBytes(int count)
    {
        var word = Take();
        EnsureZero(word[count..]);
        return word[..count];
    }

    /// <summary>Reads <c>bytes</c>, in place.</summary>
    /// <exception cref="AbiException">They are not where strict encoding puts them, are cut off, or their padding is not zero.</exception>
    public ReadOnlySpan<byte> ReadBytes()
    {
        FollowOffset();
        int length = ReadLength(elementBytes: 1);
        int padding = -length & (Word - 1);
        if (length + padding > _data.Length - _next)
        {
            throw new AbiException(_next, "bytes are cut off");
        }

        var bytes = _data.Slice(_next, length);
        EnsureZero(_data.Slice(_next + length, padding));
        _next += length + padding;
        return bytes;
    }

    /// <summary>Reads a <c>string</c>.</summary>
    /// <exception cref="AbiException">As <see cref="ReadBytes"/>, or it is not UTF-8.</exception>
    public string ReadString()
    {
        int position = _next;
        var bytes = ReadBytes();
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new AbiException(position, "a string is not UTF-8");
        }
    }

    private readonly void EnsureZero(ReadOnlySpan<byte> padding)
    {
        if (padding.ContainsAnyExcept((byte)0))
        {
            throw TooWide();
        }
    }

    private readonly AbiException TooWide() => new(_cursor - Word, "a value is outside of its type or its padding is not zero");
}
