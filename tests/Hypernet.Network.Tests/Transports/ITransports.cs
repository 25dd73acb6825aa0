using System.Net;
using Hypernet.Network.Tests.Tcp;

namespace Hypernet.Network.Tests.Transports;

/// <summary>Transports of one book, over real sockets.</summary>
internal interface ITransports : IAsyncDisposable
{
    TcpTransport this[int peer] { get; }

    /// <summary>Joins a peer to the book and starts it.</summary>
    /// <param name="peer">Who.</param>
    /// <param name="at">Where it finds the others; default: where they listen.</param>
    Witness Start(int peer, IReadOnlyList<IPEndPoint>? at = null);
}
