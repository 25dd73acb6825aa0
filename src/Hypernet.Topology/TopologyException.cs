namespace Hypernet.Topology;

/// <summary>A topology that cannot be: the message names the value and the bound.</summary>
public sealed class TopologyException(string message) : Exception(message);
