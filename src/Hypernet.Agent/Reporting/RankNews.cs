namespace Hypernet.Agent.Reporting;

/// <summary>The newest of what a program has said.</summary>
/// <param name="Checkpoint">The checkpoint that it works for.</param>
/// <param name="Progress">How far it is; null before it has said.</param>
/// <param name="Residual">How far what it iterates still is from its end; null where it has not said.</param>
/// <param name="Said">The line that it logged last; null before it has.</param>
/// <param name="Tail">The end of its standard error; null where there is nothing.</param>
internal sealed record RankNews(int Checkpoint, RankProgress? Progress, double? Residual, string? Said, string? Tail);
