using System.Text.Json.Serialization;

namespace Hypernet.Client;

/// <summary>The JSON form of every document of the API: camelCase names, nulls left out, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(ArtifactView))]
[JsonSerializable(typeof(CaughtUpView))]
[JsonSerializable(typeof(EventView))]
[JsonSerializable(typeof(FinalizedView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(JobDetails))]
[JsonSerializable(typeof(Page<EventView>))]
[JsonSerializable(typeof(Page<JobView>))]
[JsonSerializable(typeof(Page<SellerView>))]
[JsonSerializable(typeof(Page<StakeView>))]
[JsonSerializable(typeof(ProblemView))]
[JsonSerializable(typeof(ReputationView))]
[JsonSerializable(typeof(RevertedView))]
[JsonSerializable(typeof(SellerView))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(TelemetryView))]
public sealed partial class WireJson : JsonSerializerContext;
