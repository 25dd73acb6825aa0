namespace Hypernet.Server.Telemetry;

/// <summary>What became of a report that its seller has signed.</summary>
internal enum AddEnd
{
    /// <summary>It is what the rank reported last.</summary>
    Added,

    /// <summary>A later one, or the same, had come before.</summary>
    Stale,

    /// <summary>The rank sends more than it may.</summary>
    TooFast,
}
