namespace Hypernet.Consensus;

/// <summary>The other ranks have decided a view without this one.</summary>
public sealed class LeftBehindException(string message) : ConsensusException(message);
