using System.Net;

namespace Hypernet.Server;

/// <summary>Another program listens on the server's port.</summary>
public sealed class PortInUseException : ServerException
{
    internal PortInUseException(IPEndPoint endpoint, Exception inner)
        : base($"Port {endpoint.Port} of {endpoint.Address} is in use.", "Name another port (0 takes a free one), or stop the program that listens there.", inner)
    {
        Endpoint = endpoint;
    }

    /// <summary>Where the server was to listen.</summary>
    public IPEndPoint Endpoint { get; }
}
