using System.Text.Json;

namespace Hypernet.Ethereum.Rpc;

/// <summary>Which logs are wanted.</summary>
public sealed record LogFilter
{
    /// <summary>The first block of the range. Ignored with <see cref="BlockHash"/> and by subscriptions.</summary>
    public BlockParameter? FromBlock { get; init; }

    /// <summary>The last block of the range, inclusive. Ignored with <see cref="BlockHash"/> and by subscriptions.</summary>
    public BlockParameter? ToBlock { get; init; }

    /// <summary>The one block whose logs are wanted, whether or not it is canonical.</summary>
    public Hash32? BlockHash { get; init; }

    /// <summary>The contracts; none means every contract.</summary>
    public IReadOnlyList<Address> Addresses { get; init; } = [];

    /// <summary>Per topic position the alternatives; an empty list means any topic.</summary>
    public IReadOnlyList<IReadOnlyList<Hash32>> Topics { get; init; } = [];

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (BlockHash is { } hash)
        {
            writer.WriteString("blockHash", hash.ToString());
        }
        else
        {
            WriteBound(writer, "fromBlock", FromBlock);
            WriteBound(writer, "toBlock", ToBlock);
        }

        if (Addresses.Count > 0)
        {
            writer.WriteStartArray("address");
            foreach (var address in Addresses)
            {
                writer.WriteStringValue(Hex.Format(address.Bytes));
            }

            writer.WriteEndArray();
        }

        writer.WriteStartArray("topics");
        foreach (var alternatives in Topics)
        {
            WriteAlternatives(writer, alternatives);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteBound(Utf8JsonWriter writer, string name, BlockParameter? block)
    {
        if (block is not null)
        {
            writer.WriteString(name, block.ToString());
        }
    }

    private static void WriteAlternatives(Utf8JsonWriter writer, IReadOnlyList<Hash32> alternatives)
    {
        if (alternatives.Count == 0)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        foreach (var topic in alternatives)
        {
            writer.WriteStringValue(topic.ToString());
        }

        writer.WriteEndArray();
    }
}
