namespace Hypernet.Client;

/// <summary>Whether a server lives, and whether its data can be relied on.</summary>
public sealed record HealthView
{
    /// <summary>ok, or the one word for what is wrong: behind, broken.</summary>
    public required string Status { get; init; }

    /// <summary>Why the status is not ok; null when it is.</summary>
    public string? Reason { get; init; }
}
