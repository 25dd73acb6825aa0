namespace Hypernet.Network;

/// <summary>A fault of the network layer.</summary>
public abstract class NetworkException(string message, Exception? inner = null) : Exception(message, inner);
