namespace Hypernet.Client;

/// <summary>Which events a stream delivers. Control events always pass.</summary>
public sealed record EventQuery
{
    /// <summary>The position after which the stream begins. Default: 0, the first event. Range: at most the server's position.</summary>
    public long From { get; init; }

    /// <summary>Only events about this job. Default: null, all.</summary>
    public string? Job { get; init; }

    /// <summary>Only events of these names. Default: empty, all. Range: at most 16.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>How close to the head. Default: latest.</summary>
    public EventHorizon Horizon { get; init; }
}
