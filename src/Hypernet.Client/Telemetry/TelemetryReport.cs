namespace Hypernet.Client;

/// <summary>What a seller's agent reports of one rank while its program runs: docs/spec/telemetry.md §2. Nobody verifies it.</summary>
public sealed record TelemetryReport
{
    /// <summary>The most bytes that a report may have.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The bytes that a rank may send in a second, over time.</summary>
    public const int BytesPerSecond = 1024;

    /// <summary>The most rows that a report may have.</summary>
    public const int MaxRows = 64;

    /// <summary>The most bytes of <see cref="Tail"/>, as UTF-8.</summary>
    public const int MaxTailBytes = 512;

    /// <summary>The most bytes of <see cref="Said"/>, as UTF-8.</summary>
    public const int MaxSaidBytes = 256;

    /// <summary>The header that carries the signature: r, s and v, 65 bytes as 0x and 130 digits.</summary>
    public const string SignatureHeader = "Hypernet-Signature";

    /// <summary>How far <see cref="Time"/> may be from the server's clock.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    /// <summary>The rank, from 0.</summary>
    public required int Rank { get; init; }

    /// <summary>Greater than that of every report of the same tenure before it. Range: at least 1, at most 2⁵³ − 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was signed, by the seller's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The checkpoint that the program works for, from 1.</summary>
    public required int Checkpoint { get; init; }

    /// <summary>How often the rank's group had restarted empty, from 0.</summary>
    public required int Attempt { get; init; }

    /// <summary>How far partitions are, each once: the rank's own, and what its group has told it of others. Empty before the program has said.</summary>
    public IReadOnlyList<TelemetryRow> Rows { get; init; } = [];

    /// <summary>The largest disagreement that the rank sees in what its group computes; null where it knows of none. Range: finite, at least 0.</summary>
    public double? Residual { get; init; }

    /// <summary>Ranks that the rank computes with, itself included; null where it computes alone. Range: at least 1.</summary>
    public int? Members { get; init; }

    /// <summary>The newest line that the program logged; null before it has. One line of plain text.</summary>
    public string? Said { get; init; }

    /// <summary>The newest lines of the program's standard error; null where there are none. Plain text and line feeds.</summary>
    public string? Tail { get; init; }
}
