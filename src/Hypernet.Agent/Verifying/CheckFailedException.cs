namespace Hypernet.Agent.Verifying;

/// <summary>The chain does not confirm what the stream of events says, or the seller lacks what the job would need of it.</summary>
public sealed class CheckFailedException(string reason) : AgentException(reason);
