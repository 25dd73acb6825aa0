namespace Hypernet.Agent;

/// <summary>How much an agent keeps of what other groups of its jobs have computed (docs/spec/joined.md §9), beside what a job itself may store.</summary>
public sealed record KeepingOptions
{
    /// <summary>The most bytes for one job. Default: 512 MiB, for two checkpoints of two groups at their largest. Range: at least 0; with 0 it keeps nothing.</summary>
    public long JobBytes { get; init; } = 512L << 20;

    /// <summary>The most bytes that one other seller gives, for one job. Default: 256 MiB. Range: at least 0.</summary>
    public long PeerBytes { get; init; } = 256L << 20;
}
