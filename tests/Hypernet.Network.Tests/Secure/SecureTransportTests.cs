using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Hypernet.Network.Tests.Tcp;
using Xunit;

namespace Hypernet.Network.Tests.Secure;

public sealed class SecureTransportTests
{
    public static TheoryData<string> Addresses()
    {
        // Where a host has no IPv6 at all there is nothing to speak over.
        string[] all = Socket.OSSupportsIPv6 && HasLoopbackV6() ? ["127.0.0.1", "::1", "::ffff:127.0.0.1"] : ["127.0.0.1"];
        return new TheoryData<string>(all);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Frames_of_any_size_arrive_in_order_both_ways(string address)
    {
        await using var network = new SecureNetwork(2, address: IPAddress.Parse(address));
        Witness[] witnesses = [network.Start(0), network.Start(1)];
        int[] sizes = [0, 1, 4096, 4097, 16 * 1024, 256 * 1024, 1 << 20, 3];
        byte[][] payloads = [.. sizes.Select(RandomNumberGenerator.GetBytes)];
        for (int k = 0; k < 5 * sizes.Length; k++)
        {
            network[0].Send(1, Recorder.Data((ulong)k), payloads[k % sizes.Length]);
            network[1].Send(0, Recorder.Data((ulong)k), payloads[k % sizes.Length]);
        }

        for (int self = 0; self < 2; self++)
        {
            for (int k = 0; k < 5 * sizes.Length; k++)
            {
                var frame = await witnesses[self].Frames.Next();
                Assert.Equal((1 - self, (ulong)k), (frame.Peer, frame.Header.Number));
                Assert.True(frame.Payload.AsSpan().SequenceEqual(payloads[k % sizes.Length]));
            }
        }
    }

    [Fact]
    public async Task Peers_that_dial_each_other_at_once_end_with_one_link_and_lose_nothing()
    {
        const int Peers = 5;
        await using var network = new SecureNetwork(Peers);
        Witness[] witnesses = [.. Enumerable.Range(0, Peers).Select(peer => network.Start(peer))];
        await Task.WhenAll(Enumerable.Range(0, Peers).Select(from => Task.Run(() =>
        {
            for (ulong k = 0; k < 100; k++)
            {
                for (int to = 0; to < Peers; to++)
                {
                    if (to != from)
                    {
                        network[from].Send(to, Recorder.Data(k), Recorder.Bytes(k));
                    }
                }
            }
        })));

        foreach (var witness in witnesses)
        {
            ulong[] next = new ulong[Peers];
            for (int i = 0; i < 100 * (Peers - 1); i++)
            {
                var frame = await witness.Frames.Next();
                Assert.Equal(next[frame.Peer]++, frame.Header.Number);
            }
        }
    }

    [Theory]
    [InlineData(1, 3_000, 20_000, 400, 100)]
    [InlineData(2, 3_000, 60_000, 1_000, 2_000)]
    [InlineData(3, 50_000, 2_000_000, 40, 400_000)]
    public async Task Every_frame_arrives_once_and_in_order_however_often_the_connection_is_cut(int seed, int least, int most, int frames, int size)
    {
        await using var network = new SecureNetwork(2, (_, options) => options with { MaxRedial = TimeSpan.FromMilliseconds(2) });
        await using var toRight = new CuttingProxy(network[1].LocalEndPoint, seed, least, most);
        await using var toLeft = new CuttingProxy(network[0].LocalEndPoint, seed + 100, least, most);
        PeerSeat?[] book = [Via(network, 0, toLeft), Via(network, 1, toRight)];
        Witness[] witnesses = [network.Start(0, book), network.Start(1, book)];
        var random = new Random(seed);
        byte[][] payloads = [.. Enumerable.Range(0, frames).Select(_ => RandomNumberGenerator.GetBytes(random.Next(size)))];
        for (int k = 0; k < frames; k++)
        {
            network[0].Send(1, Recorder.Data((ulong)k), payloads[k]);
            network[1].Send(0, Recorder.Data((ulong)k), payloads[frames - 1 - k]);
        }

        for (int k = 0; k < frames; k++)
        {
            var right = await witnesses[1].Frames.Next();
            Assert.Equal((ulong)k, right.Header.Number);
            Assert.True(right.Payload.AsSpan().SequenceEqual(payloads[k]));
            var left = await witnesses[0].Frames.Next();
            Assert.Equal((ulong)k, left.Header.Number);
            Assert.True(left.Payload.AsSpan().SequenceEqual(payloads[frames - 1 - k]));
        }

        Assert.True(toRight.Cuts + toLeft.Cuts > 3, $"Only {toRight.Cuts} and {toLeft.Cuts} cuts.");
        toRight.IsTransparent = true;
        toLeft.IsTransparent = true;
        Assert.False(witnesses[0].Frames.TryNext(out _));
        Assert.False(witnesses[1].Frames.TryNext(out _));
    }

    [Fact]
    public async Task Peer_that_is_gone_is_lost_and_then_proven_dead()
    {
        await using var network = new SecureNetwork(2);
        var left = network.Start(0);
        var right = network.Start(1);
        network[0].Send(1, Recorder.Data(0), default);
        await right.Frames.Next();
        await network[1].DisposeAsync();

        Assert.Equal((1, PeerLoss.Broken), await left.Links.Next());
        Assert.Equal((1, PeerLoss.Refused), await left.Links.Next());
    }

    [Fact]
    public async Task Disposal_waits_until_what_was_sent_has_arrived()
    {
        await using var network = new SecureNetwork(2, (_, options) => options with { Linger = TcpNetwork.Patience });
        network.Start(0);
        var receiver = network.Start(1);
        for (ulong k = 0; k < 100; k++)
        {
            network[0].Send(1, Recorder.Data(k), new byte[100_000]);
        }

        await network[0].DisposeAsync();
        for (ulong k = 0; k < 100; k++)
        {
            Assert.Equal(k, (await receiver.Frames.Next()).Header.Number);
        }
    }

    [Fact]
    public async Task Caller_that_drives_gets_its_answers()
    {
        await using var network = new SecureNetwork(2);
        var sender = network.Start(0);
        var receiver = network.Start(1);
        receiver.OnFrame = (_, header, _) => network[1].Send(0, header, default);
        int answers = 0;
        sender.OnFrame = (_, _, _) => Interlocked.Increment(ref answers);
        for (int k = 1; k <= 200; k++)
        {
            network[0].Send(1, Recorder.Data((ulong)k), default);
            network[0].TryDrive(() => Volatile.Read(ref answers) >= k, TimeSpan.FromMilliseconds(20));
            Assert.Equal((ulong)k, (await sender.Frames.Next()).Header.Number);
        }
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
        network.Start(0);
        Assert.Throws<ArgumentException>(() => network[0].Seat(1, network.Members[1].Seat with { Tenure = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => network[0].Vacate(0));
    }

    private static PeerSeat Via(SecureNetwork network, int peer, CuttingProxy proxy) =>
        network.Members[peer].Seat with { Endpoints = [PeerEndpoint.Of(proxy.EndPoint)] };

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
