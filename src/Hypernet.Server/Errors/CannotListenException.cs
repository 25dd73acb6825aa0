using System.Net;

namespace Hypernet.Server;

/// <summary>The system does not let the server listen where it was told to.</summary>
public sealed class CannotListenException : ServerException
{
    internal CannotListenException(IPEndPoint endpoint, Exception inner)
        : base(
            $"The server cannot listen on {endpoint}: {inner.Message}",
            "Name an address of this machine, and a port from 1024 on unless the user may open lower ones.",
            inner)
    {
        Endpoint = endpoint;
    }

    /// <summary>Where the server was to listen.</summary>
    public IPEndPoint Endpoint { get; }
}
