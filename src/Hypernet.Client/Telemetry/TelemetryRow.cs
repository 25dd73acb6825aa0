namespace Hypernet.Client;

/// <summary>How far one partition is.</summary>
public sealed record TelemetryRow
{
    /// <summary>The most that can be counted: what every reader of JSON can hold, 2⁵³ − 1.</summary>
    public const long MaxCount = (1L << 53) - 1;

    /// <summary>The most that <see cref="AgeSeconds"/> can be: a day.</summary>
    public const double MaxAgeSeconds = 86_400;

    /// <summary>The partition, from 0.</summary>
    public required int Partition { get; init; }

    /// <summary>The checkpoint that it is worked on for, from 1.</summary>
    public required int Checkpoint { get; init; }

    /// <summary>What is done, in the program's own unit. Range: 0 to <see cref="Total"/>.</summary>
    public required long Done { get; init; }

    /// <summary>All there is to do. Range: 1 to <see cref="MaxCount"/>.</summary>
    public required long Total { get; init; }

    /// <summary>How old this was when the report was signed, in seconds. Range: 0 to <see cref="MaxAgeSeconds"/>.</summary>
    public double AgeSeconds { get; init; }
}
