using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hypernet.Ethereum.Rpc.Json;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(QuantityConverter), typeof(HexBytesConverter)])]
[JsonSerializable(typeof(BlockHeader))]
[JsonSerializable(typeof(FilterLog))]
[JsonSerializable(typeof(FilterLog[]))]
[JsonSerializable(typeof(TransactionReceipt))]
[JsonSerializable(typeof(Transaction))]
[JsonSerializable(typeof(FeeHistory))]
[JsonSerializable(typeof(UInt256))]
[JsonSerializable(typeof(Hash32))]
[JsonSerializable(typeof(ulong))]
[JsonSerializable(typeof(byte[]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RpcJsonContext : JsonSerializerContext;
