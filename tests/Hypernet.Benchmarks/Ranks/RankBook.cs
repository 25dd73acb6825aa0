namespace Hypernet.Benchmarks.Ranks;

/// <summary>What a rank reads when all have said where they listen.</summary>
/// <param name="Ports">Of all ranks.</param>
/// <param name="KeyHashes">Of all ranks' keys, where they have some.</param>
internal sealed record RankBook(int[] Ports, byte[][]? KeyHashes);
