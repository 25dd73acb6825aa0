namespace Hypernet.Client;

/// <summary>One attempt of one group at one checkpoint.</summary>
public sealed record RoundView
{
    /// <summary>The checkpoint, counted from 1.</summary>
    public required int Checkpoint { get; init; }

    /// <summary>The group, counted from 0.</summary>
    public required int Group { get; init; }

    /// <summary>The attempt, counted from 0; it grows when the group restarts empty.</summary>
    public required int Attempt { get; init; }

    /// <summary>Commit, Reveal or Settled.</summary>
    public required string Phase { get; init; }

    /// <summary>The digest that the group settled on, 0x and 64 digits; null before.</summary>
    public string? Digest { get; init; }

    /// <summary>One entry per rank that took part, by rank.</summary>
    public required IReadOnlyList<ReplicaView> Replicas { get; init; }
}
