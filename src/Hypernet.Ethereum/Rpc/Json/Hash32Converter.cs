using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hypernet.Ethereum.Rpc.Json;

internal sealed class Hash32Converter : JsonConverter<Hash32>
{
    public override Hash32 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<byte> bytes = stackalloc byte[Hash32.Length];
        HexText.ReadFixed(ref reader, bytes);
        return new Hash32(bytes);
    }

    public override void Write(Utf8JsonWriter writer, Hash32 value, JsonSerializerOptions options) =>
        HexText.WriteFixed(writer, value.Bytes);
}
