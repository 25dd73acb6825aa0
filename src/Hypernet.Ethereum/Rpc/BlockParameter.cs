using System.Text.Json;

namespace Hypernet.Ethereum.Rpc;

/// <summary>The block at which a question is asked: a tag, a height, or a hash.</summary>
public sealed record BlockParameter
{
    private readonly string _text;
    private readonly bool _isHash;

    private BlockParameter(string text, bool isHash = false) => (_text, _isHash) = (text, isHash);

    /// <summary>The newest block.</summary>
    public static BlockParameter Latest { get; } = new("latest");

    /// <summary>The newest block and what waits in the node's pool.</summary>
    public static BlockParameter Pending { get; } = new("pending");

    /// <summary>The first block.</summary>
    public static BlockParameter Earliest { get; } = new("earliest");

    /// <summary>The newest block that honest validators will not leave.</summary>
    public static BlockParameter Safe { get; } = new("safe");

    /// <summary>The newest block that can only be left by destroying stake.</summary>
    public static BlockParameter Finalized { get; } = new("finalized");

    /// <summary>The canonical block at a height.</summary>
    public static BlockParameter AtNumber(ulong number) => new(((UInt256)number).ToHex());

    /// <summary>The block with a hash, which must be canonical (EIP-1898): after a reorg the question fails.</summary>
    public static BlockParameter AtHash(Hash32 hash) => new(hash.ToString(), isHash: true);

    /// <summary>The tag, height or hash as JSON-RPC writes it.</summary>
    public override string ToString() => _text;

    internal void WriteTo(Utf8JsonWriter writer)
    {
        if (!_isHash)
        {
            writer.WriteStringValue(_text);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("blockHash", _text);
        writer.WriteBoolean("requireCanonical", true);
        writer.WriteEndObject();
    }
}
