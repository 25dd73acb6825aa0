namespace Hypernet.Consensus;

/// <summary>A fault of the consensus layer.</summary>
public abstract class ConsensusException(string message, Exception? inner = null) : Exception(message, inner);
