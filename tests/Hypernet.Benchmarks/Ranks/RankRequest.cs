namespace Hypernet.Benchmarks.Ranks;

/// <summary>What the benchmark asks of all its ranks at once: one line of JSON on their standard input.</summary>
/// <param name="Work">What to do.</param>
/// <param name="Load">Of <see cref="RankWork.Time"/>: which operations.</param>
internal sealed record RankRequest(RankWork Work, Load? Load = null);
