namespace Hypernet.Benchmarks.Ranks;

/// <summary>What a rank prints: one line of JSON.</summary>
internal sealed record RankAnswer
{
    /// <summary>Where it listens, said first.</summary>
    public int Port { get; init; }

    /// <summary>Of the key that it shows there, if it needs one.</summary>
    public byte[]? KeyHash { get; init; }

    /// <summary>Of <see cref="RankWork.Time"/>: median seconds of an operation at its slowest rank, with its part of the audits.</summary>
    public double Seconds { get; init; }

    /// <summary>Of <see cref="RankWork.Lose"/>: many operations are done, and more go on.</summary>
    public bool IsUnderWay { get; init; }

    /// <summary>Of <see cref="RankWork.Lose"/>: when it was proven to this rank that the other is gone, by the clock that all processes of the machine share; 0 if others said so first.</summary>
    public long ProvenAt { get; init; }

    /// <summary>Of <see cref="RankWork.Lose"/>: when the first answer without it was there, by the same clock.</summary>
    public long AnsweredAt { get; init; }

    /// <summary>Of <see cref="RankWork.Lose"/>: how many operations had been answered before that one.</summary>
    public long Number { get; init; }

    /// <summary>Why it failed; the last line then.</summary>
    public string? Fault { get; init; }
}
