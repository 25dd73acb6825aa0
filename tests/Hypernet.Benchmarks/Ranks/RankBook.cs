namespace Hypernet.Benchmarks.Ranks;

/// <summary>What a rank reads when all have said where they listen.</summary>
/// <param name="Ports">Of all ranks.</param>
/// <param name="KeyHashes">Of all ranks' keys, where they have some.</param>
/// <param name="IsObserved">Whether it is to note when a death is proven, by a <see cref="ProofClock"/> before its transport.</param>
internal sealed record RankBook(int[] Ports, byte[][]? KeyHashes, bool IsObserved);
