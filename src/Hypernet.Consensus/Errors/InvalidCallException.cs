namespace Hypernet.Consensus;

/// <summary>A call that no rank could serve: its message names the value and the bound.</summary>
public sealed class InvalidCallException(string message) : ConsensusException(message);
