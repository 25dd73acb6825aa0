namespace Hypernet.Ethereum.Abi;

/// <summary>Indexed event arguments as they stand in a log's topics, for filters.</summary>
public static class AbiTopic
{
    /// <summary>The topic of an <c>address</c>.</summary>
    public static Hash32 Of(Address value)
    {
        Span<byte> word = stackalloc byte[Hash32.Length];
        word.Clear();
        value.Bytes.CopyTo(word[12..]);
        return new Hash32(word);
    }

    /// <summary>The topic of an unsigned integer or enumeration.</summary>
    public static Hash32 Of(UInt256 value)
    {
        Span<byte> word = stackalloc byte[Hash32.Length];
        value.WriteBigEndian(word);
        return new Hash32(word);
    }

    /// <summary>The topic of <c>bytes</c>: their hash.</summary>
    public static Hash32 Of(ReadOnlySpan<byte> value) => Keccak256.Hash(value);

    /// <summary>The topic of a <c>string</c>: the hash of its UTF-8.</summary>
    public static Hash32 Of(string value) => Keccak256.Hash(value);
}
