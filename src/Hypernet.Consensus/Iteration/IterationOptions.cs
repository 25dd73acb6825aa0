namespace Hypernet.Consensus;

/// <summary>How an iteration is to be run. Equal at every rank.</summary>
public sealed record IterationOptions
{
    /// <summary>Operations of one name are matched by their order. Default: the empty name.</summary>
    public string Name { get; init; } = "";

    /// <summary>
    /// Goes on when a rank drops out, although the protocol then agrees on another number than the mean
    /// (<see cref="IterationResult.IsMean"/> says so). Default: false, for a <see cref="RankLostException"/> at every rank.
    /// </summary>
    public bool Force { get; init; }

    internal static IterationOptions Default { get; } = new();
}
