namespace Hypernet.Benchmarks.Ranks;

/// <summary>How the ranks of a group live together.</summary>
internal sealed record RankStyle
{
    /// <summary>They share a token, and nothing else is made sure of.</summary>
    internal static RankStyle Plain { get; } = new();

    /// <summary>They are strangers to each other, and show keys over TLS, instead of a token.</summary>
    public bool IsSecure { get; init; }

    /// <summary>Processes that play each rank.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Replicas seal what they computed.</summary>
    public bool IsSealed { get; init; }

    /// <summary>What was computed is audited, each time after so many operations; 0 for never.</summary>
    public int AuditedEach { get; init; }

    /// <summary>They note when a death is proven, by a <see cref="ProofClock"/> before their transport.</summary>
    public bool IsObserved { get; init; }
}
