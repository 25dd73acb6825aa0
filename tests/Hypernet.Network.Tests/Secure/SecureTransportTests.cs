using System.Net;
using System.Net.Sockets;
using Hypernet.Network.Tests.Tcp;
using Hypernet.Network.Tests.Transports;
using Xunit;

namespace Hypernet.Network.Tests.Secure;

public sealed class SecureTransportTests : TransportTests
{
    // TLS, the credentials, and a whole record.
    private protected override int Overhead => 22_000;

    public static TheoryData<string> Addresses()
    {
        // Where a host has no IPv6 at all there is nothing to speak over.
        string[] all = Socket.OSSupportsIPv6 && HasLoopbackV6() ? ["127.0.0.1", "::1", "::ffff:127.0.0.1"] : ["127.0.0.1"];
        return new TheoryData<string>(all);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Frames_arrive_at_each_kind_of_address(string address)
    {
        await using var network = new SecureNetwork(2, address: IPAddress.Parse(address));
        Witness[] witnesses = [network.Start(0), network.Start(1)];
        network[0].Send(1, Recorder.Data(1), default);
        network[1].Send(0, Recorder.Data(2), default);

        Assert.Equal(1UL, (await witnesses[1].Frames.Next()).Header.Number);
        Assert.Equal(2UL, (await witnesses[0].Frames.Next()).Header.Number);
    }

    [Fact]
    public async Task Peer_is_found_by_its_second_endpoint_and_by_a_name()
    {
        await using var network = new SecureNetwork(2);
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = network[1].LocalEndPoint.Port;
        var listed = PeerEndpoint.ParseList($"{taken.LocalEndPoint},localhost:{port}");
        network.Start(0, [network.Members[0].Seat, network.Members[1].Seat with { Endpoints = listed }]);
        var receiver = network.Start(1);
        network[0].Send(1, Recorder.Data(7), default);

        Assert.Equal(7UL, (await receiver.Frames.Next()).Header.Number);
    }

    [Fact]
    public async Task Peer_without_an_endpoint_dials_itself()
    {
        await using var network = new SecureNetwork(2);
        PeerSeat?[] book = [network.Members[0].Seat, network.Members[1].Seat with { Endpoints = [] }];
        var left = network.Start(0, book);
        var right = network.Start(1, book);
        network[0].Send(1, Recorder.Data(1), default);
        network[1].Send(0, Recorder.Data(2), default);

        Assert.Equal(2UL, (await left.Frames.Next()).Header.Number);
        Assert.Equal(1UL, (await right.Frames.Next()).Header.Number);
    }

    [Theory]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]:1")]
    [InlineData("[::ffff:10.0.0.1]:1")]
    [InlineData("192.168.0.1:1,[fe80::1]:1")]
    [InlineData("localhost:1")]
    public async Task Local_address_is_not_dialed_unless_allowed(string endpoints)
    {
        await using var network = new SecureNetwork(2, (_, options) => options with { Security = options.Security! with { AllowsLocalAddresses = false }, Linger = TimeSpan.Zero });
        network.Start(0, [network.Members[0].Seat, network.Members[1].Seat with { Endpoints = PeerEndpoint.ParseList(endpoints) }]);
        network[0].Send(1, Recorder.Data(1), default);

        Assert.Equal(new LinkFault(ProtocolFault.NoAddress, 1, IPAddress.None), await network.Faults[0].Next());
    }

    [Fact]
    public async Task Misuse_is_refused_by_a_message_that_says_what_to_do()
    {
        await using var network = new SecureNetwork(2);
        await using var plain = new TcpNetwork(2);
        var security = new PeerSecurity { Key = network.NewKey() };

        Assert.Throws<InvalidOperationException>(() => network[0].Join(plain.Book, 0));
        Assert.Throws<InvalidOperationException>(() => plain[0].Join(network.Book, 0, network.Members[0].Credentials));
        Assert.Throws<InvalidOperationException>(() => plain[0].Seat(1, network.Members[1].Seat));
        Assert.Throws<ArgumentException>(() => TcpTransport.Listen(new TcpTransportOptions { Token = TcpNetwork.Token, Security = security }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TcpTransport.Listen(new TcpTransportOptions { Security = security with { MaxHandshakeBytes = 1 } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TcpTransport.Listen(new TcpTransportOptions { Security = security with { MaxDialsPerAddress = 0 } }));
        Assert.Throws<ArgumentException>(() => network[0].Join(network.Book, 0, new TestCredentials { Own = new byte[PeerSecurity.MaxCredentialBytes + 1] }));
        Assert.Throws<ArgumentException>(() => network[0].Join(network.Book, 0, network.Members[0].Credentials, new byte[TcpTransportOptions.TokenBytes - 1]));
        network.Start(0);
        Assert.Throws<ArgumentException>(() => network[0].Seat(1, network.Members[1].Seat with { Tenure = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => network[0].Vacate(0));
    }

    private protected override ITransports Create(int count, Func<int, TcpTransportOptions, TcpTransportOptions>? change) => new SecureNetwork(count, change);

    private static bool HasLoopbackV6()
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
