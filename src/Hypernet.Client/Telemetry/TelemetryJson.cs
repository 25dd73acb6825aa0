using System.Text.Json.Serialization;

namespace Hypernet.Client;

/// <summary>The JSON form of a report: what it does not know, or finds twice, it refuses.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 4)]
[JsonSerializable(typeof(TelemetryReport))]
public sealed partial class TelemetryJson : JsonSerializerContext;
