using Hypernet.Network.Simulation;
using Xunit;

namespace Hypernet.Network.Tests.Simulation;

public sealed class SimulatedNetworkTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Fact]
    public void Frames_arrive_once_and_in_order()
    {
        var (network, recorders) = Create(3, 7);
        Exchange(network, 100);

        Assert.True(network.RunUntil(() => recorders.All(recorder => recorder.Frames.Count == 200), Long));
        foreach (var recorder in recorders)
        {
            foreach (int peer in recorder.Frames.Select(frame => frame.Peer).Distinct())
            {
                Assert.Equal(Numbers(100), recorder.Numbers(peer));
            }
        }
    }

    [Fact]
    public void Crash_is_reported_as_proven_to_all_others_after_the_time_of_detection()
    {
        var (network, recorders) = Create(3, 7);
        network.Crash(1);

        Assert.True(network.RunUntil(() => recorders[0].Links.Count + recorders[2].Links.Count == 2, Long));
        Assert.Equal((1, PeerLoss.Refused), recorders[0].Links.Single());
        Assert.Equal((1, PeerLoss.Refused), recorders[2].Links.Single());
        Assert.Empty(recorders[1].Links);
        Assert.Equal(network.Detection.Ticks, network.Time.GetTimestamp());
    }

    [Fact]
    public void Peer_that_crashes_at_a_send_has_sent_what_came_before_and_nothing_after()
    {
        var (network, recorders) = Create(2, 7);
        network.CrashAt(0, 3);
        for (ulong k = 0; k < 10; k++)
        {
            network.Transport(0).Send(1, Recorder.Data(k), Recorder.Bytes(k));
        }

        Assert.True(network.RunUntil(() => recorders[1].Links.Count == 1, Long));
        Assert.Equal([0UL, 1, 2], recorders[1].Numbers(0));
    }

    [Fact]
    public void Timers_of_a_crashed_peer_do_not_fire()
    {
        var (network, _) = Create(2, 7);
        var fired = new List<int>();
        using var of0 = network.Transport(0).Time.CreateTimer(_ => fired.Add(0), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        using var of1 = network.Transport(1).Time.CreateTimer(_ => fired.Add(1), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);

        Assert.True(network.RunUntil(() => fired.Count == 1, Long));
        network.Crash(0, isProven: false);
        while (network.Step() is not null)
        {
        }

        Assert.Equal([0, 1], fired);
    }

    [Theory]
    [InlineData(0.2, 0, 0)]
    [InlineData(0, 0.3, 0)]
    [InlineData(0, 0, 0.5)]
    [InlineData(0.3, 0.3, 0.3)]
    public void Frames_arrive_once_and_in_order_whatever_the_network_does(double loss, double duplicate, double reorder)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var (network, recorders) = Create(3, seed);
            network.Loss = loss;
            network.Duplicate = duplicate;
            network.Reorder = reorder;
            Exchange(network, 50);

            Assert.True(network.RunUntil(() => recorders.All(recorder => recorder.Frames.Count >= 100), Long));
            foreach (var (recorder, self) in recorders.Select((recorder, self) => (recorder, self)))
            {
                Assert.All([.. Enumerable.Range(0, 3).Where(peer => peer != self)], peer => Assert.Equal(Numbers(50), recorder.Numbers(peer)));
                Assert.All(recorder.Frames, frame => Assert.Equal(Recorder.Bytes(frame.Header.Number), frame.Payload));
            }
        }
    }

    [Fact]
    public void Large_and_small_payloads_keep_their_order_under_loss()
    {
        var (network, recorders) = Create(2, 3);
        network.Loss = 0.2;
        byte[] large = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        for (ulong k = 0; k < 40; k++)
        {
            network.Transport(0).Send(1, Recorder.Data(k), k % 2 == 0 ? large : Recorder.Bytes(k));
        }

        Assert.True(network.RunUntil(() => recorders[1].Frames.Count == 40, Long));
        Assert.Equal(Numbers(40), recorders[1].Numbers(0));
        Assert.All(recorders[1].Frames, frame => Assert.Equal(frame.Header.Number % 2 == 0 ? large : Recorder.Bytes(frame.Header.Number), frame.Payload));
    }

    [Fact]
    public void Same_seed_gives_the_same_run_and_another_one_does_not()
    {
        Assert.Equal(Trace(1), Trace(1));
        Assert.NotEqual(Trace(1), Trace(2));

        static List<(long, SimulatedEvent)> Trace(ulong seed)
        {
            var (network, recorders) = Create(4, seed);
            network.Loss = 0.1;
            network.Reorder = 0.1;
            Exchange(network, 20);
            var trace = new List<(long, SimulatedEvent)>();
            while (recorders.Any(recorder => recorder.Frames.Count < 60) && network.Step() is { } happened)
            {
                trace.Add((network.Time.GetTimestamp(), happened));
            }

            return trace;
        }
    }

    [Fact]
    public void Step_delivers_at_most_one_frame()
    {
        var (network, recorders) = Create(2, 5);
        network.Reorder = 0.5;
        network.Loss = 0.2;
        Exchange(network, 50);
        for (int before = 0; before < 100; before = Total())
        {
            var happened = network.Step();
            Assert.Equal(before + (happened?.Kind == SimulatedEventKind.Delivered ? 1 : 0), Total());
        }

        int Total() => recorders.Sum(recorder => recorder.Frames.Count);
    }

    [Fact]
    public void Cut_holds_frames_back_until_it_is_healed()
    {
        var (network, recorders) = Create(3, 7);
        network.Cut([0], [1, 2]);
        Exchange(network, 5);

        Assert.False(network.RunUntil(() => recorders[0].Frames.Count > 0, TimeSpan.FromSeconds(1)));
        Assert.Equal(5, recorders[1].Frames.Count);
        network.Heal();
        Assert.True(network.RunUntil(() => recorders.All(recorder => recorder.Frames.Count == 10), Long));
        Assert.All(recorders, recorder => Assert.Empty(recorder.Links));
    }

    [Fact]
    public void Break_is_reported_at_both_ends_and_then_its_end()
    {
        var (network, recorders) = Create(3, 7);
        network.Break(0, 2);

        Assert.True(network.RunUntil(() => recorders.Sum(recorder => recorder.Links.Count) == 4, Long));
        Assert.Equal([(2, PeerLoss.Broken), (2, null)], recorders[0].Links);
        Assert.Equal([(0, PeerLoss.Broken), (0, null)], recorders[2].Links);
    }

    [Fact]
    public void Every_send_and_delivery_is_a_point_at_which_a_peer_can_crash()
    {
        var (whole, _) = Create(2, 9);
        Exchange(whole, 3);
        whole.RunUntil(() => whole.Events == 12, Long);
        Assert.Equal(12, whole.Events);

        for (long at = 0; at < 12; at++)
        {
            var (network, recorders) = Create(2, 9);
            network.CrashAt(1, at);
            Exchange(network, 3);

            Assert.True(network.RunUntil(() => recorders[0].Links.Count == 1, Long));
            Assert.False(network.IsAlive(1));
            Assert.True(recorders[0].Frames.Count <= 3);
            Assert.Equal(Numbers(recorders[0].Frames.Count), recorders[0].Numbers(1));
            Assert.Equal(Numbers(recorders[1].Frames.Count), recorders[1].Numbers(0));
        }
    }

    [Fact]
    public void Silent_crash_is_not_reported()
    {
        var (network, recorders) = Create(2, 7);
        network.Crash(1, isProven: false);
        network.Transport(0).Send(1, Recorder.Data(0), default);

        Assert.False(network.RunUntil(() => recorders[0].Links.Count > 0, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Forgotten_peer_is_neither_heard_nor_sent_to()
    {
        var (network, recorders) = Create(2, 7);
        network.Transport(0).Forget(1);
        Exchange(network, 5);

        Assert.False(network.RunUntil(() => recorders.Any(recorder => recorder.Frames.Count > 0), TimeSpan.FromSeconds(10)));
    }

    private static IEnumerable<ulong> Numbers(int count) => Enumerable.Range(0, count).Select(k => (ulong)k);

    private static (SimulatedNetwork Network, Recorder[] Recorders) Create(int count, ulong seed)
    {
        var network = new SimulatedNetwork(count, seed);
        Recorder[] recorders = [.. Enumerable.Range(0, count).Select(_ => new Recorder())];
        for (int peer = 0; peer < count; peer++)
        {
            network.Transport(peer).Start(recorders[peer]);
        }

        return (network, recorders);
    }

    private static void Exchange(SimulatedNetwork network, int frames)
    {
        for (ulong k = 0; k < (ulong)frames; k++)
        {
            for (int from = 0; from < network.Count; from++)
            {
                for (int to = 0; to < network.Count; to++)
                {
                    if (from != to)
                    {
                        network.Transport(from).Send(to, Recorder.Data(k), Recorder.Bytes(k));
                    }
                }
            }
        }
    }
}
