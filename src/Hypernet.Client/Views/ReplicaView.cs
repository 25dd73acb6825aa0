namespace Hypernet.Client;

/// <summary>What one replica did in a round.</summary>
public sealed record ReplicaView
{
    /// <summary>Its rank.</summary>
    public required int Rank { get; init; }

    /// <summary>Its seller.</summary>
    public required string Seller { get; init; }

    /// <summary>Whether it committed.</summary>
    public required bool HasCommitted { get; init; }

    /// <summary>Whether it revealed.</summary>
    public required bool HasRevealed { get; init; }

    /// <summary>Undecided, Honest, Wrong, Copied, Withheld, Missed, Delayed or Expelled.</summary>
    public required string Verdict { get; init; }
}
