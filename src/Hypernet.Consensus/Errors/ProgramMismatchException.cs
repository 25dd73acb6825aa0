namespace Hypernet.Consensus;

/// <summary>Two ranks called different operations under one number (docs/spec/dac.md, N1). Every rank gets this.</summary>
public sealed class ProgramMismatchException(string message) : ConsensusException(message);
