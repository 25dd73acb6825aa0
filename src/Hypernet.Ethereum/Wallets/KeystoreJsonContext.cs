using System.Text.Json.Serialization;

namespace Hypernet.Ethereum.Wallets;

// "Crypto" is how some older tools spell the member.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KeystoreFile))]
internal sealed partial class KeystoreJsonContext : JsonSerializerContext;
