using System.Net;
using Xunit;

namespace Hypernet.Network.Tests.Tcp;

public sealed class TcpTransportTests
{
    [Fact]
    public async Task Frame_arrives_as_it_was_sent()
    {
        await using var network = new TcpNetwork(2);
        network.Start(0);
        var receiver = network.Start(1);
        var header = new FrameHeader
        {
            Type = FrameType.Promise,
            View = 1,
            Name = 2,
            Number = 3,
            Descriptor = 4,
            Stable = 5,
            Step = 6,
            Flags = 7,
            Chunk = 8,
            First = 9,
        };
        network[0].Send(1, header, new byte[] { 1, 2, 3 });

        var (peer, received, payload) = await receiver.Frames.Next();
        Assert.Equal(0, peer);
        Assert.Equal(header, received);
        Assert.Equal([1, 2, 3], payload);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(256 * 1024)]
    [InlineData(1 << 20)]
    public async Task Frames_of_any_size_arrive_in_order_both_ways(int size)
    {
        const int Count = 50;
        await using var network = new TcpNetwork(2);
        Witness[] witnesses = [network.Start(0), network.Start(1)];
        byte[] payload = [.. Enumerable.Range(0, size).Select(i => (byte)(i * 7))];
        for (ulong k = 0; k < Count; k++)
        {
            network[0].Send(1, Recorder.Data(k), payload);
            network[1].Send(0, Recorder.Data(k), payload);
        }

        foreach (var witness in witnesses)
        {
            for (ulong k = 0; k < Count; k++)
            {
                var frame = await witness.Frames.Next();
                Assert.Equal(k, frame.Header.Number);
                Assert.True(frame.Payload.AsSpan().SequenceEqual(payload));
            }
        }
    }

    [Fact]
    public async Task Peers_that_dial_each_other_at_once_end_with_one_link_and_lose_nothing()
    {
        const int Peers = 8;
        await using var network = new TcpNetwork(Peers);
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

        Assert.All(witnesses, witness => Assert.False(witness.Links.TryNext(out _)));
    }

    [Fact]
    public async Task Peer_that_is_gone_is_lost_and_then_proven_dead()
    {
        await using var network = new TcpNetwork(2);
        var left = network.Start(0);
        var right = network.Start(1);
        network[0].Send(1, Recorder.Data(0), default);
        await right.Frames.Next();
        await network[1].DisposeAsync();

        Assert.Equal((1, PeerLoss.Broken), await left.Links.Next());
        Assert.Equal((1, PeerLoss.Refused), await left.Links.Next());
    }

    [Fact]
    public async Task Dial_that_fails_is_told_with_the_reason_of_the_system()
    {
        var told = new TaskCompletionSource<(int, IPAddress, string)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var network = new TcpNetwork(
            2, (_, options) => options with { OnUnreachable = (peer, address, reason) => told.TrySetResult((peer, address, reason)) });
        network.Start(0);
        await network[1].DisposeAsync();

        network[0].Send(1, Recorder.Data(0), default);

        Assert.Equal((1, IPAddress.Loopback, "Connection refused"), await told.Task.WaitAsync(TcpNetwork.Patience));
    }

    [Fact]
    public async Task Disposal_waits_until_what_was_sent_has_arrived()
    {
        const int Count = 300;
        await using var network = new TcpNetwork(2, (_, options) => options with { Linger = TcpNetwork.Patience });
        network.Start(0);
        var receiver = network.Start(1);
        for (ulong k = 0; k < Count; k++)
        {
            network[0].Send(1, Recorder.Data(k), new byte[100_000]);
        }

        await network[0].DisposeAsync();
        for (ulong k = 0; k < Count; k++)
        {
            Assert.Equal(k, (await receiver.Frames.Next()).Header.Number);
        }
    }

    [Fact]
    public async Task What_a_process_sent_before_its_end_arrives_before_its_loss()
    {
        await using var network = new TcpNetwork(2);
        var order = new Inbox<string>();
        var receiver = network.Start(0);
        receiver.OnFrame = (_, header, _) => order.Put($"frame {header.Number}");
        network.Start(1);
        for (ulong k = 0; k < 20; k++)
        {
            network[1].Send(0, Recorder.Data(k), new byte[10_000]);
        }

        await network[1].DisposeAsync();
        Assert.Equal((1, PeerLoss.Broken), await receiver.Links.Next());
        for (int k = 0; k < 20; k++)
        {
            Assert.True(order.TryNext(out string? arrived));
            Assert.Equal($"frame {k}", arrived);
        }
    }

    [Fact]
    public async Task Forgotten_peer_is_neither_heard_nor_sent_to()
    {
        await using var network = new TcpNetwork(3);
        var left = network.Start(0);
        var right = network.Start(1);
        var other = network.Start(2);
        network[1].Send(0, Recorder.Data(1), default);
        await left.Frames.Next();
        network[0].Forget(1);
        network[0].Send(1, Recorder.Data(2), default);
        Assert.Equal((0, PeerLoss.Broken), await right.Links.Next());
        network[1].Send(0, Recorder.Data(3), default);

        // Others are served as before.
        network[0].Send(2, Recorder.Data(4), default);
        network[2].Send(0, Recorder.Data(5), default);
        Assert.Equal(4UL, (await other.Frames.Next()).Header.Number);
        Assert.Equal((2, 5UL), await left.Frames.Next() is var frame ? (frame.Peer, frame.Header.Number) : default);
        Assert.False(right.Frames.TryNext(out _));
        Assert.False(left.Links.TryNext(out _));
    }

    [Fact]
    public async Task Misuse_is_refused_by_a_message_that_says_what_to_do()
    {
        await using var network = new TcpNetwork(2);
        Assert.Throws<InvalidOperationException>(() => network[0].Start(new Witness()));
        network.Start(0);
        network.Start(1);

        Assert.Throws<InvalidOperationException>(() => network[0].Join(network.Book, 0));
        Assert.Throws<ArgumentException>(() => network[0].Send(1, Recorder.Data(0), new byte[(1 << 20) + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => network[0].Send(0, Recorder.Data(0), default));
        Assert.Throws<ArgumentOutOfRangeException>(() => network[0].Send(2, Recorder.Data(0), default));
        Assert.Throws<ArgumentException>(() => TcpTransport.Listen(new TcpTransportOptions { Token = new byte[31] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TcpTransport.Listen(new TcpTransportOptions { Token = TcpNetwork.Token, MaxPayload = 1 }));
        var taken = Assert.Throws<SystemCallException>(() => TcpTransport.Listen(new TcpTransportOptions { Token = TcpNetwork.Token, EndPoint = network.Book[0] }));
        Assert.Contains(network.Book[0].ToString(), taken.Message, StringComparison.Ordinal);
    }
}
