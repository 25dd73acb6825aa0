namespace Hypernet.Runtime.Launching;

/// <summary>A local run that is over: nothing of it is left.</summary>
/// <param name="Ranks">How each rank ended, in the order of time.</param>
/// <param name="IsTimedOut">Whether the time limit ended it.</param>
/// <param name="IsOutputGone">Whether nobody read the output any more, which ended it.</param>
public sealed record LocalRunEnd(IReadOnlyList<LocalRankEnd> Ranks, bool IsTimedOut, bool IsOutputGone)
{
    /// <summary>Whether so many replicas of a rank were gone that the others could not go on, which ended them.</summary>
    public bool IsWithoutQuorum { get; init; }

    /// <summary>0 if all ranks ended well that were not killed on purpose; 1 without a quorum; else the code of the first that did not.</summary>
    public int ExitCode => IsWithoutQuorum ? 1 : Ranks.FirstOrDefault(rank => rank.IsFailure)?.ExitCode ?? 0;
}
