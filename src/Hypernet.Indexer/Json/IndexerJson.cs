using System.Text.Json.Serialization;
using Hypernet.Indexer.Projections;
using Hypernet.Indexer.ReadModels;

namespace Hypernet.Indexer;

/// <summary>How documents are written: constants by name, numbers beyond 53 bits and bytes as text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AccountConverter), typeof(AmountConverter), typeof(Bytes32Converter), typeof(WordConverter)])]
[JsonSerializable(typeof(JobSummary))]
[JsonSerializable(typeof(SellerSummary))]
[JsonSerializable(typeof(LedgerAccount))]
[JsonSerializable(typeof(Implementation))]
internal sealed partial class IndexerJson : JsonSerializerContext;
