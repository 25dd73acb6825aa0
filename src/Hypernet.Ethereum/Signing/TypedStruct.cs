using System.Numerics;
using Hypernet.Ethereum.Abi;

namespace Hypernet.Ethereum.Signing;

/// <summary>Collects the members of an EIP-712 structure, in the order of its type, into its hash.</summary>
/// <example><c>new TypedStruct("Mail(address to,string text)").Add(to).AddString("hello").Hash()</c></example>
public sealed class TypedStruct
{
    private readonly List<byte> _words;

    /// <summary>Starts a structure.</summary>
    /// <param name="encodedType">Its encodeType of EIP-712: name and members, then the structures it refers to in order of name.</param>
    public TypedStruct(string encodedType)
        : this(Keccak256.Hash(encodedType))
    {
    }

    /// <summary>Starts a structure whose type hash is known.</summary>
    public TypedStruct(Hash32 typeHash) => _words = [.. typeHash.Bytes];

    /// <summary>Adds a <c>bool</c>.</summary>
    public TypedStruct Add(bool value) => Add(value ? UInt256.One : UInt256.Zero);

    /// <summary>Adds an unsigned integer of any width.</summary>
    public TypedStruct Add(UInt256 value) => Add(AbiTopic.Of(value));

    /// <summary>Adds an <c>address</c>.</summary>
    public TypedStruct Add(Address value) => Add(AbiTopic.Of(value));

    /// <summary>Adds a <c>bytes32</c>, the hash of a nested structure, or the hash of an array's encoded elements.</summary>
    public TypedStruct Add(Hash32 value)
    {
        _words.AddRange(value.Bytes);
        return this;
    }

    /// <summary>Adds a signed integer of any width.</summary>
    public TypedStruct Add(BigInteger value)
    {
        var writer = new AbiWriter(AbiReader.Word);
        writer.Write(value);
        _words.AddRange(writer.ToArray());
        return this;
    }

    /// <summary>Adds <c>bytes1</c> to <c>bytes31</c>.</summary>
    public TypedStruct AddFixedBytes(ReadOnlySpan<byte> value)
    {
        Span<byte> word = stackalloc byte[Hash32.Length];
        word.Clear();
        value.CopyTo(word);
        return Add(new Hash32(word));
    }

    /// <summary>Adds <c>bytes</c>.</summary>
    public TypedStruct AddBytes(ReadOnlySpan<byte> value) => Add(Keccak256.Hash(value));

    /// <summary>Adds a <c>string</c>.</summary>
    public TypedStruct AddString(string value) => Add(Keccak256.Hash(value));

    /// <summary>hashStruct of EIP-712: the hash of the type's hash and the members.</summary>
    public Hash32 Hash() => Keccak256.Hash(_words.ToArray());
}
