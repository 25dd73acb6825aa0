using System.Text.Json.Serialization;
using Hypernet.Indexer.Projections;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;

namespace Hypernet.Indexer;

/// <summary>How documents are written: constants by name, numbers beyond 53 bits and bytes as text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AccountConverter), typeof(AmountConverter), typeof(BigIntegerConverter), typeof(Bytes32Converter), typeof(WordConverter)])]
[JsonSerializable(typeof(JobSummary))]
[JsonSerializable(typeof(SellerSummary))]
[JsonSerializable(typeof(LedgerAccount))]
[JsonSerializable(typeof(Implementation))]
[JsonSerializable(typeof(PeerStanding))]
[JsonSerializable(typeof(Stake))]
[JsonSerializable(typeof(BuyerRecord))]
[JsonSerializable(typeof(BackerShare))]
internal sealed partial class IndexerJson : JsonSerializerContext;
