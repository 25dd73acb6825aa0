using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hypernet.Network.Frames;
using Hypernet.Network.Tests.Tcp;
using Xunit;

namespace Hypernet.Network.Tests.Secure;

/// <summary>Peer 0 is the transport, peer 1 is what the test makes of it.</summary>
public sealed class SecureHostileTests
{
    [Theory]
    [InlineData("http/1.1")]
    [InlineData("hypernet/2")]
    [InlineData("")]
    public async Task Tls_for_something_else_is_closed(string application)
    {
        await using var network = new SecureNetwork(2);
        network.Start(0);
        try
        {
            await using var stranger = await SecureStranger.Dial(network[0].LocalEndPoint, network.NewKey(), application);
            Assert.True(await stranger.IsClosed());
        }
        catch (AuthenticationException)
        {
            // A name that the transport does not know is refused within TLS already.
            Assert.NotEmpty(application);
        }

        Assert.Equal(application.Length > 0 ? ProtocolFault.TlsFailed : ProtocolFault.WrongApplication, (await network.Faults[0].Next()).Fault);
        Assert.Equal(0, network.Members[0].Judged);
    }

    [Fact]
    public async Task Tls_of_an_older_version_is_closed()
    {
        await using var network = new SecureNetwork(2);
        network.Start(0);
#pragma warning disable CA5398 // The test is about that version.
        await Assert.ThrowsAnyAsync<Exception>(() => SecureStranger.Dial(network[0].LocalEndPoint, network.NewKey(), protocols: SslProtocols.Tls12));
#pragma warning restore CA5398

        Assert.Equal(ProtocolFault.TlsFailed, (await network.Faults[0].Next()).Fault);
    }

    [Fact]
    public async Task Who_does_not_speak_tls_is_closed()
    {
        await using var network = new SecureNetwork(2);
        network.Start(0);
        byte[][] words = [Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"), RawPeer.Greeting.ToBytes(new byte[32]), new byte[512]];
        foreach (byte[] said in words)
        {
            using var stranger = await RawPeer.Dial(network[0].LocalEndPoint);
            await stranger.Say(said);

            // TLS may end with an alert.
            while (!await stranger.IsClosed())
            {
            }

            Assert.Equal(new LinkFault(ProtocolFault.TlsFailed, -1, IPAddress.Loopback), await network.Faults[0].Next());
        }
    }

    [Fact]
    public async Task Stranger_without_a_certificate_is_closed()
    {
        await using var network = new SecureNetwork(2);
        network.Start(0);
        await using var stranger = await SecureStranger.Dial(network[0].LocalEndPoint, certificate: null);

        Assert.True(await stranger.IsClosed());
        Assert.Equal(ProtocolFault.TlsFailed, (await network.Faults[0].Next()).Fault);
        Assert.Equal(0, network.Members[0].Judged);
    }

    [Fact]
    public async Task Certificate_that_cannot_be_read_is_closed()
    {
        await using var network = new SecureNetwork(2);
        network.Start(0);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=hypernet", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.32", [1, 2, 3], critical: false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, SecureNetwork.Far);
        await using var stranger = await SecureStranger.Dial(network[0].LocalEndPoint, certificate);

        Assert.True(await stranger.IsClosed());
        Assert.Equal(ProtocolFault.TlsFailed, (await network.Faults[0].Next()).Fault);
        Assert.Equal(0, network.Members[0].Judged);
    }

    [Fact]
    public async Task Stranger_whose_credential_is_not_good_is_told_why_and_closed()
    {
        await using var network = new SecureNetwork(2);
        network.Start(0);
        var (key, other) = (network.NewKey(), network.NewKey());
        long tenure = SecureNetwork.TenureOf(1);
        (PeerRefusal Refusal, byte[] Credential)[] cases =
        [
            (PeerRefusal.Malformed, []),
            (PeerRefusal.Malformed, new byte[PeerSecurity.MaxCredentialBytes]),
            (PeerRefusal.WrongKey, TestCredentials.Of(other, 1, tenure, SecureNetwork.Far)),
            (PeerRefusal.WrongKey, network.Members[1].Credentials.Own.ToArray()),
            (PeerRefusal.Expired, TestCredentials.Of(key, 1, tenure, DateTimeOffset.UnixEpoch)),
            (PeerRefusal.WrongRank, TestCredentials.Of(key, 0, tenure, SecureNetwork.Far)),
            (PeerRefusal.WrongRank, TestCredentials.Of(key, 2, tenure, SecureNetwork.Far)),
            (PeerRefusal.WrongRank, TestCredentials.Of(key, -1, tenure, SecureNetwork.Far)),
            (PeerRefusal.UnknownTenure, TestCredentials.Of(key, 1, tenure + 1, SecureNetwork.Far)),
            (PeerRefusal.TenureOver, TestCredentials.Of(key, 1, tenure - 1, SecureNetwork.Far)),
        ];
        foreach (var (refusal, credential) in cases)
        {
            await using var stranger = await SecureStranger.Dial(network[0].LocalEndPoint, key);

            Assert.Equal(refusal, await stranger.Show(credential));
            Assert.True(await stranger.IsClosed());
            Assert.Equal(new LinkFault(ProtocolFault.CredentialRefused, -1, IPAddress.Loopback) { Refusal = refusal }, await network.Faults[0].Next());
        }
    }

    [Fact]
    public async Task Credential_that_is_too_long_is_closed_unread()
    {
        await using var network = new SecureNetwork(2);
        network.Start(0);
        await using var stranger = await SecureStranger.Dial(network[0].LocalEndPoint, network.NewKey());
        await stranger.HearCredential();
        await stranger.SayCredential(new byte[PeerSecurity.MaxCredentialBytes + 1]);

        Assert.True(await stranger.IsClosed());
        Assert.Equal(PeerRefusal.Malformed, (await network.Faults[0].Next()).Refusal);
        Assert.Equal(0, network.Members[0].Judged);
    }

    [Fact]
    public async Task More_bytes_than_allowed_before_the_credential_are_not_read()
    {
        await using var network = new SecureNetwork(2, (_, options) => options with { Security = options.Security! with { MaxHandshakeBytes = 4096 } });
        network.Start(0);

        // A record of TLS that announces a greeting of 16,000 bytes.
        using var stranger = await RawPeer.Dial(network[0].LocalEndPoint);
        byte[] record = new byte[16_005];
        new byte[] { 0x16, 3, 1, 0x3E, 0x80, 1, 0, 0x3E, 0x7C, 3, 3 }.CopyTo(record, 0);
        await stranger.Say(record);

        Assert.True(await stranger.IsClosed());
        Assert.Equal(ProtocolFault.HandshakeTooLong, (await network.Faults[0].Next()).Fault);
    }

    [Fact]
    public async Task Peer_who_speaks_for_another_than_its_credential_is_closed()
    {
        await using var network = new SecureNetwork(3);
        network.Start(0);
        var key = network.NewKey();
        await using var stranger = await SecureStranger.Dial(network[0].LocalEndPoint, key);
        Assert.Equal(PeerRefusal.None, await stranger.Show(TestCredentials.Of(key, 1, SecureNetwork.TenureOf(1), SecureNetwork.Far)));
        await stranger.Say((RawPeer.Greeting with { Sender = 2 }).ToBytes(new byte[32]));

        Assert.True(await stranger.IsClosed());
        Assert.Equal(ProtocolFault.WrongPeer, (await network.Faults[0].Next()).Fault);
    }

    [Fact]
    public async Task Peer_who_breaks_a_rule_within_tls_is_closed_and_may_come_again()
    {
        await using var network = new SecureNetwork(2);
        var book = network.Book;
        book[1] = book[1]! with { Endpoints = [] };
        var witness = network.Start(0, book);
        var key = network.NewKey();
        for (ulong connection = 1; connection <= 2; connection++)
        {
            await using var peer = await SecureStranger.Dial(network[0].LocalEndPoint, key);
            Assert.Equal(PeerRefusal.None, await peer.Show(TestCredentials.Of(key, 1, SecureNetwork.TenureOf(1), SecureNetwork.Far)));
            await peer.Join(connection);
            await peer.Say(RawPeer.Numbered(connection));
            Assert.Equal(connection, (await witness.Frames.Next()).Header.Number);
            await peer.Say(new byte[FrameCodec.HeaderBytes]);

            Assert.True(await HearsOut(peer));
            Assert.Equal(new LinkFault(ProtocolFault.BadMagic, 1, IPAddress.Loopback), await network.Faults[0].Next());
        }
    }

    [Fact]
    public async Task Slow_handshakes_beyond_the_bound_are_closed_oldest_first_and_a_peer_gets_in()
    {
        await using var network = new SecureNetwork(2, (_, options) => options with { MaxHandshakesPerAddress = 8 });
        var witness = network.Start(0);
        network.Start(1);
        var strangers = new List<RawPeer>();
        byte[] beginning = [0x16, 3, 1];
        for (int i = 0; i < 1000; i++)
        {
            strangers.Add(await RawPeer.Dial(network[0].LocalEndPoint));
            await strangers[^1].Say([beginning[i % 3]]);
        }

        network[1].Send(0, Recorder.Data(7), default);
        Assert.Equal(7UL, (await witness.Frames.Next()).Header.Number);
        foreach (var stranger in strangers.Take(1000 - 8))
        {
            Assert.True(await stranger.IsClosed());
        }

        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Fact]
    public async Task Handshake_that_stands_still_is_closed_when_its_time_is_over()
    {
        await using var network = new SecureNetwork(2, (_, options) => options with { HandshakeTimeout = TimeSpan.FromMilliseconds(200) });
        network.Start(0);
        using var silent = await RawPeer.Dial(network[0].LocalEndPoint);

        Assert.True(await silent.IsClosed());
        Assert.Equal(ProtocolFault.SlowHandshake, (await network.Faults[0].Next()).Fault);
    }

    [Fact]
    public async Task Other_peer_at_an_endpoint_is_not_taken_for_the_one_that_was_dialed()
    {
        await using var network = new SecureNetwork(3, (_, options) => options with { Linger = TimeSpan.Zero });
        var book = network.Book;
        book[1] = book[1]! with { Endpoints = book[2]!.Endpoints };
        network.Start(0, book);
        var other = network.Start(2);
        network[0].Send(1, Recorder.Data(1), default);

        var fault = await network.Faults[0].Next();
        Assert.Equal((ProtocolFault.CredentialRefused, 1, PeerRefusal.WrongRank), (fault.Fault, fault.Peer, fault.Refusal));
        Assert.False(other.Frames.TryNext(out _));
    }

    [Fact]
    public async Task Endpoint_that_answers_without_tls_is_dialed_again_ever_more_slowly()
    {
        await using var network = new SecureNetwork(2, (_, options) => options with { Linger = TimeSpan.Zero });
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        network.Start(0, [network.Members[0].Seat, network.Members[1].Seat with { Endpoints = [PeerEndpoint.Of((IPEndPoint)listener.LocalEndpoint)] }]);
        network[0].Send(1, Recorder.Data(1), default);
        for (int i = 0; i < 3; i++)
        {
            using var dialed = await listener.AcceptSocketAsync().WaitAsync(TcpNetwork.Patience);
            await dialed.SendAsync(Encoding.ASCII.GetBytes("220 mail.example ESMTP\r\n"));
            Assert.Equal(new LinkFault(ProtocolFault.TlsFailed, 1, IPAddress.Loopback), await network.Faults[0].Next());
        }
    }

    [Fact]
    public async Task Dials_of_one_address_that_are_under_way_are_bounded()
    {
        const int Peers = 6;
        await using var network = new SecureNetwork(Peers, (_, options) => options with
        {
            Security = options.Security! with { MaxDialsPerAddress = 2 },
            Linger = TimeSpan.Zero,
            HandshakeTimeout = TimeSpan.FromMinutes(1),
        });
        using var silence = new TcpListener(IPAddress.Loopback, 0);
        silence.Start();
        var endpoints = new[] { PeerEndpoint.Of((IPEndPoint)silence.LocalEndpoint) };
        network.Start(0, [.. network.Book.Select(seat => seat! with { Endpoints = endpoints })]);
        for (int peer = 1; peer < Peers; peer++)
        {
            network[0].Send(peer, Recorder.Data(1), default);
        }

        using var first = await silence.AcceptSocketAsync().WaitAsync(TcpNetwork.Patience);
        using var second = await silence.AcceptSocketAsync().WaitAsync(TcpNetwork.Patience);
        var third = silence.AcceptSocketAsync();

        // Until one of the two ends, nobody else is dialed; then somebody is.
        first.Dispose();
        using var dialed = await third.WaitAsync(TcpNetwork.Patience);
        Assert.Equal(0, silence.Pending() ? 1 : 0);
    }

    // Whether the transport closes, whatever it says before.
    private static async Task<bool> HearsOut(SecureStranger peer)
    {
        try
        {
            while (true)
            {
                await peer.Read(1);
            }
        }
        catch (IOException)
        {
            return true;
        }
    }
}
