namespace Hypernet.Benchmarks.Ranks;

/// <summary>What a rank reads first.</summary>
/// <param name="Token">The group's secret.</param>
/// <param name="Style">How the group lives.</param>
internal sealed record RankSecret(byte[] Token, RankStyle Style);
