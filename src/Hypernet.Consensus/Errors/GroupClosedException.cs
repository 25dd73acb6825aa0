namespace Hypernet.Consensus;

/// <summary>The node has left its group, or was disposed of, before the operation was complete.</summary>
public sealed class GroupClosedException(string message) : ConsensusException(message);
