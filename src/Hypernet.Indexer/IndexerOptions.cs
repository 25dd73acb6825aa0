using Hypernet.Contracts;

namespace Hypernet.Indexer;

/// <summary>What an indexer follows, and how closely.</summary>
public sealed record IndexerOptions
{
    /// <summary>Where the market's contracts are: logs of all others, jobs that the factory announced apart, do not count.</summary>
    public required Deployment Deployment { get; init; }

    /// <summary>How long to wait before the chain is asked again whether there is a new block. Default: 250 ms. Range: greater than 0.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many blocks below its head a chain is held to be final that does not say so itself. Default: 64. Range: at least 1.</summary>
    public int FinalityDepth { get; init; } = 64;

    /// <summary>The most blocks asked for at once while catching up. Default: 2000. Range: at least 1.</summary>
    public int LongestRange { get; init; } = 2000;

    /// <summary>The longest wait between attempts while the chain does not answer. Default: 10 s. Range: at least <see cref="PollInterval"/>.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(10);
}
