namespace Hypernet.Agent.Verifying;

/// <summary>A job that this agent does not take now, though it may later: something is missing, or not as the events say.</summary>
public sealed class JobNotReadyException(string reason) : AgentException(reason);
