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
                Assert.Equal(Enumerable.Range(0, 100).Select(k => (ulong)k), recorder.Numbers(peer));
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
