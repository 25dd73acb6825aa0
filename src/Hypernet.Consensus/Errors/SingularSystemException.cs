namespace Hypernet.Consensus;

/// <summary>The rows do not determine the coefficients: there are too few, or columns depend on each other. Every rank gets this.</summary>
public sealed class SingularSystemException(string message) : ConsensusException(message);
