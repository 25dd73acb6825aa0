namespace Hypernet.Client;

/// <summary>How far one partition is: what the replica in the middle reports, so that a single liar among three cannot move it beyond an honest one.</summary>
public sealed record PartitionProgressView
{
    /// <summary>The partition, from 0.</summary>
    public required int Partition { get; init; }

    /// <summary>Sellers that have a place at it now.</summary>
    public required int Replicas { get; init; }

    /// <summary>Those of them that have reported, in the last 24 hours.</summary>
    public required int Reporting { get; init; }

    /// <summary>The rank whose report this is; null, with all that follows, where nobody has said how far it is.</summary>
    public int? Rank { get; init; }

    /// <summary>The checkpoint that it is worked on for, from 1.</summary>
    public int? Checkpoint { get; init; }

    /// <summary>What is done, in the program's own unit.</summary>
    public long? Done { get; init; }

    /// <summary>All there is to do.</summary>
    public long? Total { get; init; }

    /// <summary>How old that is, in seconds.</summary>
    public double? AgeSeconds { get; init; }

    /// <summary>The largest disagreement that the rank sees; null where it knows of none.</summary>
    public double? Residual { get; init; }

    /// <summary>Ranks that it computes with; null where it computes alone.</summary>
    public int? Members { get; init; }

    /// <summary>The newest line that a program of this partition has logged, or else has written to standard error; null before any has.</summary>
    public string? Line { get; init; }
}
