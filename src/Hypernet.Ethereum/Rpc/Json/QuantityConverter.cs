using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hypernet.Ethereum.Rpc.Json;

/// <summary>A 64-bit number as JSON-RPC writes it: "0x1a".</summary>
internal sealed class QuantityConverter : JsonConverter<ulong>
{
    public override ulong Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = HexText.ReadQuantity(ref reader);
        return value.BitLength <= 64 ? (ulong)value : throw new JsonException("A quantity needs more than 64 bits.");
    }

    public override void Write(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options) =>
        writer.WriteStringValue(((UInt256)value).ToHex());
}
