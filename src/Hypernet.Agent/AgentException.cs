namespace Hypernet.Agent;

/// <summary>The root of what an agent throws when it cannot keep a promise.</summary>
public abstract class AgentException(string message, Exception? inner = null) : Exception(message, inner);
