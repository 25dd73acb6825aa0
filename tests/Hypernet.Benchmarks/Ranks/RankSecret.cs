namespace Hypernet.Benchmarks.Ranks;

/// <summary>What a rank reads first.</summary>
/// <param name="Token">The group's secret; null where ranks are strangers to each other, and show keys.</param>
internal sealed record RankSecret(byte[]? Token);
