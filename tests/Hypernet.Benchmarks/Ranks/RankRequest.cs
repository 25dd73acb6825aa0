namespace Hypernet.Benchmarks.Ranks;

/// <summary>What the benchmark asks of all its ranks at once: one line of JSON on their standard input.</summary>
/// <param name="Work">What to do.</param>
/// <param name="Load">Of <see cref="RankWork.Time"/>: which operations.</param>
/// <param name="Digits">Of <see cref="RankWork.Time"/>: decimal digits asked of a sum in fixed point; 0 for the default.</param>
internal sealed record RankRequest(RankWork Work, Load? Load = null, byte Digits = 0);
