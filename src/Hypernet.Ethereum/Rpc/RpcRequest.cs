using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hypernet.Ethereum.Rpc;

/// <summary>A question to a node and the type of its answer; <see cref="EthRequests"/> makes the usual ones.</summary>
/// <typeparam name="T">The type of the answer.</typeparam>
/// <param name="Method">The method, as "eth_chainId".</param>
/// <param name="WriteParameters">Writes the values of the parameter array, without its brackets.</param>
/// <param name="Answer">How the answer is read.</param>
public sealed record RpcRequest<T>(string Method, Action<Utf8JsonWriter> WriteParameters, JsonTypeInfo<T> Answer)
{
    internal byte[] ToBytes(int id)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        WriteTo(writer, id);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    internal void WriteTo(Utf8JsonWriter writer, int id)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc", "2.0");
        writer.WriteNumber("id", id);
        writer.WriteString("method", Method);
        writer.WriteStartArray("params");
        WriteParameters(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
