using System.Net;
using Hypernet.Network.Tests.Transports;

namespace Hypernet.Network.Tests.Tcp;

/// <summary>Transports of one book, over real sockets: a token lets peers in.</summary>
internal sealed class TcpNetwork : ITransports
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    public static readonly byte[] Token = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private readonly TcpTransport[] _transports;

    public TcpNetwork(int count, Func<int, TcpTransportOptions, TcpTransportOptions>? change = null)
    {
        Faults = [.. Enumerable.Range(0, count).Select(_ => new Inbox<LinkFault>())];
        _transports = [.. Enumerable.Range(0, count).Select(peer =>
        {
            var options = new TcpTransportOptions { Token = Token, OnFault = Faults[peer].Put };
            return TcpTransport.Listen(change?.Invoke(peer, options) ?? options);
        })];
        Book = [.. _transports.Select(transport => transport.LocalEndPoint)];
    }

    public IPEndPoint[] Book { get; }

    public Inbox<LinkFault>[] Faults { get; }

    public TcpTransport this[int peer] => _transports[peer];

    public Witness Start(int peer, IReadOnlyList<IPEndPoint>? at = null)
    {
        var witness = new Witness();
        _transports[peer].Join(at ?? Book, peer);
        _transports[peer].Start(witness);
        return witness;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var transport in _transports)
        {
            await transport.DisposeAsync();
        }
    }
}
