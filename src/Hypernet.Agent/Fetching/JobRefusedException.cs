namespace Hypernet.Agent.Fetching;

/// <summary>A job that this agent will never take, with the reason that its seller can ask for.</summary>
public sealed class JobRefusedException(string reason, Exception? inner = null) : AgentException(reason, inner);
