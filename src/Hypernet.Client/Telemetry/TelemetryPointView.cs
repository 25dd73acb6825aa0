namespace Hypernet.Client;

/// <summary>How far a rank was at a moment: a point of a plot.</summary>
public sealed record TelemetryPointView
{
    /// <summary>When the server received it.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was done.</summary>
    public required long Done { get; init; }

    /// <summary>All there was to do.</summary>
    public required long Total { get; init; }

    /// <summary>The largest disagreement that the rank saw; null where it knew of none.</summary>
    public double? Residual { get; init; }
}
