namespace Hypernet.Runtime;

/// <summary>A run that is over.</summary>
/// <param name="End">How it ended.</param>
/// <param name="OutputTail">The newest standard output, without control characters.</param>
/// <param name="ErrorTail">The newest standard error, without control characters.</param>
public sealed record RankRun(RankEnd End, string OutputTail, string ErrorTail);
