using System.Net;
using System.Net.Sockets;
using Hypernet.Network.Frames;
using Hypernet.Network.Sessions;
using Xunit;

namespace Hypernet.Network.Tests.Tcp;

/// <summary>Peer 0 is the transport, peer 1 is what the test makes of it.</summary>
public sealed class HostileTests : IDisposable
{
    private readonly List<Socket> _bound = [];

    public void Dispose() => _bound.ForEach(socket => socket.Dispose());

    [Fact]
    public async Task Stranger_who_breaks_a_rule_is_closed_without_an_answer()
    {
        await using var network = new TcpNetwork(2);
        network.Start(0);
        (ProtocolFault Fault, byte[] Bytes)[] cases =
        [
            (ProtocolFault.BadMagic, [.. Enumerable.Repeat((byte)'x', Hello.Bytes)]),
            (ProtocolFault.WrongToken, RawPeer.Greeting.ToBytes(new byte[32])),
            (ProtocolFault.WrongPeer, (RawPeer.Greeting with { Sender = 0 }).ToBytes(TcpNetwork.Token)),
            (ProtocolFault.WrongPeer, (RawPeer.Greeting with { Sender = 2 }).ToBytes(TcpNetwork.Token)),
            (ProtocolFault.WrongPeer, (RawPeer.Greeting with { Sender = -1 }).ToBytes(TcpNetwork.Token)),
            (ProtocolFault.WrongPeer, (RawPeer.Greeting with { Recipient = 1 }).ToBytes(TcpNetwork.Token)),
            (ProtocolFault.WrongPeer, (RawPeer.Greeting with { Incarnation = 0 }).ToBytes(TcpNetwork.Token)),
            (ProtocolFault.WrongPeer, (RawPeer.Greeting with { Answer = HelloAnswer.Accepted }).ToBytes(TcpNetwork.Token)),
            (ProtocolFault.BadSequence, RawPeer.Numbered(1, type: FrameType.Hello, length: Hello.PayloadBytes).Concat(new byte[Hello.PayloadBytes]).ToArray()),
        ];
        foreach (var (fault, bytes) in cases)
        {
            using var stranger = await RawPeer.Dial(network.Book[0]);
            await stranger.Say(bytes);

            Assert.True(await stranger.IsClosed());
            Assert.Equal(new LinkFault(fault, -1, IPAddress.Loopback), await network.Faults[0].Next());
        }

        using var late = await RawPeer.Join(network.Book[0]);
    }

    [Fact]
    public async Task Peer_who_breaks_a_rule_is_closed_and_may_come_again()
    {
        await using var network = new TcpNetwork(2);

        // The lower peer's dials are taken; those of the transport hang.
        var witness = network.Start(1, [Silence(), network.Book[1]]);
        var greeting = RawPeer.Greeting with { Sender = 0, Recipient = 1 };
        (ProtocolFault Fault, byte[] Bytes)[] cases =
        [
            (ProtocolFault.BadMagic, [.. Enumerable.Repeat((byte)0, 80)]),
            (ProtocolFault.PayloadTooLarge, RawPeer.Numbered(1, length: (1 << 20) + 1)),
            (ProtocolFault.PayloadTooLarge, RawPeer.Numbered(1, length: int.MinValue)),
            (ProtocolFault.SequenceGap, RawPeer.Numbered(2)),
            (ProtocolFault.AcknowledgedUnsent, RawPeer.Numbered(1, acknowledged: 1)),
            (ProtocolFault.UnexpectedFrame, RawPeer.Greeting.ToBytes(TcpNetwork.Token)),
        ];
        ulong connection = 1;
        var peer = await RawPeer.Join(network.Book[1], greeting);
        foreach (var (fault, bytes) in cases)
        {
            await peer.Say(bytes);

            Assert.True(await peer.IsClosed());
            Assert.Equal(new LinkFault(fault, 0, IPAddress.Loopback), await network.Faults[1].Next());
            Assert.Equal((0, PeerLoss.Broken), await witness.Links.Next());
            peer.Dispose();
            peer = await RawPeer.Join(network.Book[1], greeting with { Connection = ++connection });
            Assert.Equal((0, null), await witness.Links.Next());
        }

        peer.Dispose();
    }

    [Fact]
    public async Task Claim_to_have_received_what_was_not_sent_is_refused()
    {
        await using var network = new TcpNetwork(2);
        network.Start(0);
        using var peer = await RawPeer.Dial(network.Book[0]);
        await peer.Say((RawPeer.Greeting with { Received = 5 }).ToBytes(TcpNetwork.Token));
        await peer.Hear();

        Assert.True(await peer.IsClosed());
        Assert.Equal(ProtocolFault.BadResume, (await network.Faults[0].Next()).Fault);
    }

    [Fact]
    public async Task Frame_that_is_sent_twice_arrives_once()
    {
        await using var network = new TcpNetwork(2);
        var witness = network.Start(0);
        using var peer = await RawPeer.Join(network.Book[0]);
        await peer.Say(RawPeer.Numbered(1), RawPeer.Numbered(1), RawPeer.Numbered(2), RawPeer.Numbered(1), RawPeer.Numbered(3));

        for (ulong k = 1; k <= 3; k++)
        {
            Assert.Equal(k, (await witness.Frames.Next()).Header.Number);
        }
    }

    [Fact]
    public async Task Received_frames_are_acknowledged_though_nothing_flows_back()
    {
        await using var network = new TcpNetwork(2);
        network.Start(0);
        using var peer = await RawPeer.Join(network.Book[0]);
        await peer.Say(RawPeer.Numbered(1), RawPeer.Numbered(2));

        ulong acknowledged = 0;
        while (acknowledged < 2)
        {
            FrameCodec.Read(await peer.Read(FrameCodec.HeaderBytes), 0, out var frame);
            Assert.Equal(FrameType.Ack, frame.Header.Type);
            acknowledged = frame.Acknowledged;
        }

        Assert.Equal(2UL, acknowledged);
    }

    [Fact]
    public async Task Stranger_who_says_nothing_is_closed_when_his_time_is_over()
    {
        await using var network = new TcpNetwork(2, (_, options) => options with { HandshakeTimeout = TimeSpan.FromMilliseconds(20) });
        network.Start(0);
        using var silent = await RawPeer.Dial(network.Book[0]);
        using var slow = await RawPeer.Dial(network.Book[0]);
        await slow.Say(RawPeer.Greeting.ToBytes(TcpNetwork.Token)[..^1]);

        Assert.True(await silent.IsClosed());
        Assert.True(await slow.IsClosed());
        Assert.Equal(ProtocolFault.SlowHandshake, (await network.Faults[0].Next()).Fault);
        Assert.Equal(ProtocolFault.SlowHandshake, (await network.Faults[0].Next()).Fault);
    }

    [Theory]
    [InlineData(4, 100)]
    [InlineData(100, 4)]
    public async Task Flood_of_silent_strangers_does_not_keep_a_peer_out(int most, int mostPerAddress)
    {
        await using var network = new TcpNetwork(2, (_, options) => options with { MaxHandshakes = most, MaxHandshakesPerAddress = mostPerAddress });
        network.Start(0);
        var strangers = new List<RawPeer>();
        for (int i = 0; i < 20; i++)
        {
            strangers.Add(await RawPeer.Dial(network.Book[0]));
        }

        using var peer = await RawPeer.Join(network.Book[0]);

        // All but four, the peer among them.
        foreach (var stranger in strangers.Take(17))
        {
            Assert.True(await stranger.IsClosed());
            Assert.Equal(ProtocolFault.TooManyHandshakes, (await network.Faults[0].Next()).Fault);
        }

        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Fact]
    public async Task Peer_that_never_acknowledges_is_refused_further_frames_until_it_does()
    {
        await using var network = new TcpNetwork(2, (_, options) => options with { MaxUnacknowledgedFrames = 100 });
        var witness = network.Start(0);
        using var peer = await RawPeer.Join(network.Book[0]);
        for (ulong k = 0; k < 100; k++)
        {
            network[0].Send(1, Recorder.Data(k), default);
        }

        var refusal = Assert.Throws<PeerOverrunException>(() => network[0].Send(1, Recorder.Data(100), default));
        Assert.Equal(1, refusal.Peer);
        Assert.Equal((1, PeerLoss.Broken), await witness.Links.Next());

        await peer.Read(100 * FrameCodec.HeaderBytes);
        await peer.Say(RawPeer.Numbered(1, acknowledged: 60));
        Assert.Equal((1, null), await witness.Links.Next());
        network[0].Send(1, Recorder.Data(100), default);
        Assert.Equal(101UL, (await peer.NextNumbered()).Sequence);
    }

    [Fact]
    public async Task Peer_that_does_not_read_costs_no_more_than_the_limit()
    {
        await using var network = new TcpNetwork(2, (_, options) => options with { MaxUnacknowledgedBytes = 1 << 20 });
        network.Start(0);
        using var peer = await RawPeer.Join(network.Book[0]);
        byte[] payload = new byte[SessionLimits.Copied];
        int taken = 0;
        Assert.Throws<PeerOverrunException>(() =>
        {
            for (; taken < 10_000; taken++)
            {
                network[0].Send(1, Recorder.Data(0), payload);
            }
        });

        Assert.Equal((1 << 20) / (FrameCodec.HeaderBytes + payload.Length), taken);
    }

    [Fact]
    public async Task Frames_that_can_wait_are_not_taken_for_a_peer_that_does_not_acknowledge_and_others_are()
    {
        await using var network = new TcpNetwork(2);
        var witness = network.Start(0);
        using var peer = await RawPeer.Join(network.Book[0]);
        byte[] payload = new byte[256 * 1024];
        int taken = 0;
        while (taken < 100 && network[0].TrySend(1, Recorder.Data((ulong)taken), payload))
        {
            taken++;
        }

        // 2 MiB, with headers.
        Assert.Equal(8, taken);
        network[0].Send(1, Recorder.Data(8), default);

        await peer.Read(8 * (FrameCodec.HeaderBytes + payload.Length));
        await peer.Say(RawPeer.Numbered(1, acknowledged: 8));
        await witness.Frames.Next();
        Assert.Equal(9UL, (await peer.NextNumbered()).Sequence);
        Assert.True(network[0].TrySend(1, Recorder.Data(9), payload));
    }

    [Fact]
    public async Task Dial_that_is_older_than_the_connection_does_not_replace_it_and_a_newer_one_does()
    {
        await using var network = new TcpNetwork(2);
        var witness = network.Start(0);
        using var second = await RawPeer.Join(network.Book[0], RawPeer.Greeting with { Connection = 2 });
        using var first = await RawPeer.Dial(network.Book[0]);
        await first.Say(RawPeer.Greeting.ToBytes(TcpNetwork.Token));
        var answer = await first.Hear();
        Assert.Equal((HelloAnswer.Declined, 2UL), (answer.Answer, answer.Connection));
        Assert.True(await first.IsClosed());

        await second.Say(RawPeer.Numbered(1));
        await witness.Frames.Next();
        using var third = await RawPeer.Join(network.Book[0], RawPeer.Greeting with { Connection = 3 });
        await third.Say(RawPeer.Numbered(2));
        Assert.Equal(2UL, (await witness.Frames.Next()).Header.Number);
        Assert.False(witness.Links.TryNext(out _));
    }

    [Fact]
    public async Task Other_process_in_a_peers_place_proves_its_death()
    {
        await using var network = new TcpNetwork(2);
        var witness = network.Start(0);
        using (await RawPeer.Join(network.Book[0]))
        {
            using var other = await RawPeer.Dial(network.Book[0]);
            await other.Say((RawPeer.Greeting with { Incarnation = 78, Connection = 2 }).ToBytes(TcpNetwork.Token));

            Assert.Equal((1, PeerLoss.Refused), await witness.Links.Next());
            Assert.True(await other.IsClosed());
        }
    }

    [Fact]
    public async Task Who_looks_for_a_former_process_is_declined_and_told_the_present_one()
    {
        await using var network = new TcpNetwork(2);
        network.Start(0);
        using var peer = await RawPeer.Dial(network.Book[0]);
        await peer.Say((RawPeer.Greeting with { Known = 4711 }).ToBytes(TcpNetwork.Token));

        var answer = await peer.Hear();
        Assert.Equal(HelloAnswer.Declined, answer.Answer);
        Assert.NotEqual(4711UL, answer.Incarnation);
        Assert.True(await peer.IsClosed());
    }

    [Fact]
    public async Task Refusal_by_a_peer_never_seen_is_a_proof_only_after_the_grace()
    {
        await using var network = new TcpNetwork(2, (peer, options) => options with { Grace = peer == 0 ? TimeSpan.FromMinutes(10) : TimeSpan.Zero });
        var patient = network.Start(0, [network.Book[0], Nowhere()]);
        var strict = network.Start(1, [Nowhere(), network.Book[1]]);
        network[0].Send(1, Recorder.Data(0), default);
        network[1].Send(0, Recorder.Data(0), default);

        Assert.Equal((0, PeerLoss.Refused), await strict.Links.Next());
        Assert.False(patient.Links.TryNext(out _));
    }

    // Where nobody listens: bound, so that nobody else begins to.
    private IPEndPoint Nowhere()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _bound.Add(socket);
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    // Where somebody listens who says nothing.
    private IPEndPoint Silence()
    {
        var endPoint = Nowhere();
        _bound[^1].Listen();
        return endPoint;
    }
}
