using System.Text.Json;

namespace Hypernet.Ethereum.Rpc;

/// <summary>A call that is tried but not sent.</summary>
public sealed record CallInput
{
    /// <summary>The account that would send it; the zero address by default.</summary>
    public Address? From { get; init; }

    /// <summary>The account called; none to create a contract.</summary>
    public Address? To { get; init; }

    /// <summary>The call data: selector and arguments. Default: empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>What would be transferred, in wei. Default: 0.</summary>
    public UInt256 Value { get; init; }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (From is { } from)
        {
            writer.WriteString("from", Hex.Format(from.Bytes));
        }

        if (To is { } to)
        {
            writer.WriteString("to", Hex.Format(to.Bytes));
        }

        if (!Value.IsZero)
        {
            writer.WriteString("value", Value.ToHex());
        }

        writer.WriteString("data", Hex.Format(Data.Span));
        writer.WriteEndObject();
    }
}
