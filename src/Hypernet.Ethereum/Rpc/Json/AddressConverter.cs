using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hypernet.Ethereum.Rpc.Json;

internal sealed class AddressConverter : JsonConverter<Address>
{
    public override Address Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<byte> bytes = stackalloc byte[Address.Length];
        HexText.ReadFixed(ref reader, bytes);
        return new Address(bytes);
    }

    public override void Write(Utf8JsonWriter writer, Address value, JsonSerializerOptions options) =>
        HexText.WriteFixed(writer, value.Bytes);
}
