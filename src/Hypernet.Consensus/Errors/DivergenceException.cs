namespace Hypernet.Consensus;

/// <summary>Two ranks completed one operation with different results, which cannot be mended: the group computes no more.</summary>
public sealed class DivergenceException(string message) : ConsensusException(message);
