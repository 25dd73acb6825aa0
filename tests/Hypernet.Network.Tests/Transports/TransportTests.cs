using System.Security.Cryptography;
using Hypernet.Network.Tests.Tcp;
using Xunit;

namespace Hypernet.Network.Tests.Transports;

/// <summary>What holds of frames over TCP, whether a token or a credential lets peers in.</summary>
public abstract class TransportTests
{
    private protected const int Peers = 6;

    /// <summary>What a connection must be able to carry beside frames, so that some arrive, in bytes.</summary>
    private protected abstract int Overhead { get; }

    [Fact]
    public async Task Frame_arrives_as_it_was_sent()
    {
        await using var network = Create(2);
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
        await using var network = Create(2);
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
    public async Task Peers_that_dial_each_other_at_once_lose_nothing()
    {
        await using var network = Create(Peers);
        await DialAtOnce(network);
    }

    [Fact]
    public async Task Peer_that_is_gone_is_lost_and_then_proven_dead()
    {
        await using var network = Create(2);
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
        const int Count = 300;
        await using var network = Create(2, (_, options) => options with { Linger = TcpNetwork.Patience });
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
        await using var network = Create(2);
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
        await using var network = Create(3);
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
    public async Task Caller_that_drives_gets_its_answers()
    {
        await using var network = Create(2);
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

    // Cuts within the handshake, within headers, within small and large frames.
    [Theory]
    [InlineData(1, 1, 2_000, 400, 100)]
    [InlineData(2, 100, 40_000, 1_500, 2_000)]
    [InlineData(3, 1_000, 400_000, 200, 60_000)]
    [InlineData(4, 50_000, 2_000_000, 40, 900_000)]
    public async Task Every_frame_arrives_once_and_in_order_however_often_the_connection_is_cut(int seed, int least, int most, int frames, int size)
    {
        await using var network = Create(2, (_, options) => options with { MaxRedial = TimeSpan.FromMilliseconds(2) });
        await using var toRight = new CuttingProxy(network[1].LocalEndPoint, seed, least, Overhead + most);
        await using var toLeft = new CuttingProxy(network[0].LocalEndPoint, seed + 100, least, Overhead + most);
        Witness[] witnesses = [network.Start(0, [network[0].LocalEndPoint, toRight.EndPoint]), network.Start(1, [toLeft.EndPoint, network[1].LocalEndPoint])];
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

        Assert.True(toRight.Cuts + toLeft.Cuts > 5, $"Only {toRight.Cuts} and {toLeft.Cuts} cuts.");
        Assert.True(size < 50_000 || (witnesses[0].InRoom > 0 && witnesses[1].InRoom > 0), "nothing was received in place");
        toRight.IsTransparent = true;
        toLeft.IsTransparent = true;
        Assert.False(witnesses[0].Frames.TryNext(out _));
        Assert.False(witnesses[1].Frames.TryNext(out _));
    }

    /// <summary>All of <see cref="Peers"/> peers send to each other at once.</summary>
    private protected static async Task<Witness[]> DialAtOnce(ITransports network)
    {
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

        return witnesses;
    }

    private protected abstract ITransports Create(int count, Func<int, TcpTransportOptions, TcpTransportOptions>? change = null);
}
