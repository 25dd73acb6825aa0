namespace Hypernet.Client;

/// <summary>Everything the event store knows of one job.</summary>
public sealed record JobDetails
{
    /// <summary>The schema of this document.</summary>
    public string ApiVersion { get; init; } = Wire.ApiVersion;

    /// <summary>The job.</summary>
    public required JobView Job { get; init; }

    /// <summary>Groups × checkpoints that have begun, by checkpoint, then group, then attempt.</summary>
    public required IReadOnlyList<RoundView> Rounds { get; init; }

    /// <summary>Its sellers, those that left included, in the order they came.</summary>
    public required IReadOnlyList<JobSellerView> Sellers { get; init; }

    /// <summary>Where its money is.</summary>
    public required MoneyView Money { get; init; }

    /// <summary>The position of the job's last event.</summary>
    public required long Position { get; init; }
}
