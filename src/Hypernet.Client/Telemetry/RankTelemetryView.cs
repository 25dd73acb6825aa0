namespace Hypernet.Client;

/// <summary>What one rank reported last, and how it came there.</summary>
public sealed record RankTelemetryView
{
    /// <summary>The partition that the rank computes.</summary>
    public required int Partition { get; init; }

    /// <summary>Its seller, as a checksum address.</summary>
    public required string Seller { get; init; }

    /// <summary>When the server received the report.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>The report.</summary>
    public required TelemetryReport Report { get; init; }

    /// <summary>What the rank reported of its own partition before, oldest first, thinned out; the newest at the end.</summary>
    public required IReadOnlyList<TelemetryPointView> History { get; init; }
}
