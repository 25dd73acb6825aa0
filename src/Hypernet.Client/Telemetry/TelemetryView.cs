namespace Hypernet.Client;

/// <summary>How far a job is, as its sellers report it. Nobody has verified it: what counts stands on chain.</summary>
public sealed record TelemetryView
{
    /// <summary>The event's name in the stream.</summary>
    public const string EventName = "telemetry";

    /// <summary>What every such document says of itself.</summary>
    public const string NotVerified = "reported, not verified";

    /// <summary>The schema of this document.</summary>
    public string ApiVersion { get; init; } = Wire.ApiVersion;

    /// <summary>Always <see cref="NotVerified"/>.</summary>
    public string Label { get; init; } = NotVerified;

    /// <summary>The job's contract, as a checksum address.</summary>
    public required string Job { get; init; }

    /// <summary>Where the job stands on chain: Open, Filled, Running, Frozen, Completed, Cancelled or Aborted.</summary>
    public required string Status { get; init; }

    /// <summary>The checkpoint in work on chain, from 1; 0 before the start.</summary>
    public required int Checkpoint { get; init; }

    /// <summary>Number of checkpoints.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>The server's time, which all ages are by.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>One entry per partition, in order.</summary>
    public required IReadOnlyList<PartitionProgressView> Partitions { get; init; }

    /// <summary>The newest report of each rank whose seller has its place, by rank; null in the stream.</summary>
    public IReadOnlyList<RankTelemetryView>? Ranks { get; init; }
}
