using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hypernet.Ethereum.Rpc.Json;

/// <summary>Bytes of any length as JSON-RPC writes them: "0x" and two digits per byte.</summary>
internal sealed class HexBytesConverter : JsonConverter<byte[]>
{
    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        HexText.ReadBytes(ref reader);

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Hex.Format(value));
}
