using System.Net;
using Hypernet.Network.Tests.Tcp;
using Hypernet.Network.Tests.Transports;

namespace Hypernet.Network.Tests.Secure;

/// <summary>Transports of strangers to each other, over real sockets and real TLS. Peer i has tenure i + 10.</summary>
internal sealed class SecureNetwork : ITransports
{
    private readonly Func<int, TcpTransportOptions, TcpTransportOptions>? _change;
    private readonly IPAddress _address;
    private readonly List<IAsyncDisposable> _transports = [];
    private readonly List<SessionKey> _keys = [];

    public SecureNetwork(int count, Func<int, TcpTransportOptions, TcpTransportOptions>? change = null, IPAddress? address = null)
    {
        _change = change;
        _address = address ?? IPAddress.Loopback;
        Faults = [.. Enumerable.Range(0, count).Select(_ => new Inbox<LinkFault>())];
        Members = [.. Enumerable.Range(0, count).Select(peer => Listen(peer, TenureOf(peer)))];
    }

    public static DateTimeOffset Far { get; } = DateTimeOffset.UnixEpoch.AddYears(1000);

    public Inbox<LinkFault>[] Faults { get; }

    public SecureMember[] Members { get; }

    public PeerSeat?[] Book => [.. Members.Select(member => member.Seat)];

    public TcpTransport this[int peer] => Members[peer].Transport;

    public static long TenureOf(int peer) => peer + 10;

    /// <summary>Another process, which may speak for a tenure.</summary>
    public SecureMember Listen(int peer, long tenure, long process = 0, int port = 0)
    {
        var key = NewKey();
        var credentials = new TestCredentials { Own = TestCredentials.Of(key, peer, tenure, Far, process) };
        return Listen(peer, tenure, key, credentials, port);
    }

    public SecureMember Listen(int peer, long tenure, SessionKey key, IPeerCredentials credentials, int port = 0)
    {
        var security = new PeerSecurity { Key = key, AllowsLocalAddresses = true };
        var options = new TcpTransportOptions { Security = security, EndPoint = new IPEndPoint(_address, port), OnFault = Faults[peer].Put };
        var transport = TcpTransport.Listen(_change?.Invoke(peer, options) ?? options);
        _transports.Add(transport);
        return new SecureMember(transport, credentials, new PeerSeat(tenure, [PeerEndpoint.Of(transport.LocalEndPoint)]));
    }

    public SessionKey NewKey()
    {
        _keys.Add(SessionKey.Create());
        return _keys[^1];
    }

    /// <summary>Joins a peer to the book and starts it.</summary>
    public Witness Start(int peer, IReadOnlyList<PeerSeat?>? book = null) => Start(Members[peer], peer, book);

    public Witness Start(SecureMember member, int peer, IReadOnlyList<PeerSeat?>? book = null, Witness? witness = null, ReadOnlyMemory<byte> token = default)
    {
        witness ??= new Witness();
        member.Transport.Join(book ?? Book, peer, member.Credentials, token);
        member.Transport.Start(witness);
        return witness;
    }

    Witness ITransports.Start(int peer, IReadOnlyList<IPEndPoint>? at) =>
        Start(peer, at is null ? null : [.. Members.Zip(at, (member, endPoint) => member.Seat with { Endpoints = [PeerEndpoint.Of(endPoint)] })]);

    public async ValueTask DisposeAsync()
    {
        foreach (var transport in _transports)
        {
            await transport.DisposeAsync();
        }

        _keys.ForEach(key => key.Dispose());
    }
}
