namespace Hypernet.Buyer;

/// <summary>Which results are fetched.</summary>
public sealed record ResultOptions
{
    /// <summary>Whether the last settled results of a job that is not complete will do. Default: no.</summary>
    public bool AcceptsPartial { get; init; }

    /// <summary>How long a result is waited for that its sellers have not stored yet; they do so right after it is settled. Default: 30 s. Range: at least 0.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes of one result. Default: 64 MiB, the most that a program can give. Range: greater than 0.</summary>
    public long MaxBytes { get; init; } = 64L << 20;
}
