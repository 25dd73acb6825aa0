using Hypernet.Network.Simulation;
using Xunit;

namespace Hypernet.Network.Tests.Simulation;

public sealed class RestartTests
{
    private const int Frames = 40;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Fact]
    public void Process_that_follows_one_proven_dead_is_heard_once_it_sends()
    {
        var network = new SimulatedNetwork(3, 7);
        var recorders = Start(network);
        network.Crash(1);
        Assert.True(network.RunUntil(() => recorders[0].Links.Count + recorders[2].Links.Count == 2, Long));

        network.Restart(1).Start(new Recorder());
        network.Transport(1).Send(0, Recorder.Data(5), default);

        Assert.True(network.RunUntil(() => recorders[0].Frames.Count == 1, Long));
        Assert.Equal([(1, PeerLoss.Refused)], recorders[0].Links);
        Assert.Equal([(1, 0, 1)], recorders[0].Renewals);
        Assert.Empty(recorders[2].Renewals);
    }

    [Fact]
    public void Process_that_nobody_missed_is_reported_as_lost_and_then_renewed_to_who_sends_to_the_former()
    {
        var network = new SimulatedNetwork(2, 7);
        var recorders = Start(network);
        network.Transport(0).Send(1, Recorder.Data(0), default);
        Assert.True(network.RunUntil(() => recorders[1].Frames.Count == 1, Long));

        var renewed = new Recorder();
        network.Restart(1).Start(renewed);
        network.Transport(0).Send(1, Recorder.Data(1), default);

        Assert.True(network.RunUntil(() => recorders[0].Renewals.Count == 1, Long));
        Assert.Equal([(1, PeerLoss.Refused)], recorders[0].Links);
        network.Transport(0).Send(1, Recorder.Data(2), default);
        Assert.True(network.RunUntil(() => renewed.Frames.Count == 1, Long));
        Assert.Equal([2UL], renewed.Numbers(0));
        Assert.Empty(renewed.Renewals);
    }

    [Fact]
    public void Peer_that_is_forgotten_when_its_loss_is_reported_comes_back()
    {
        var network = new SimulatedNetwork(2, 7);
        var recorder = new Recorder { OnLost = (peer, _) => network.Transport(0).Forget(peer) };
        network.Transport(0).Start(recorder);
        network.Transport(0).Send(1, Recorder.Data(0), default);
        network.Restart(1).Start(new Recorder());
        network.Transport(1).Send(0, Recorder.Data(3), default);

        Assert.True(network.RunUntil(() => recorder.Frames.Count == 1, Long));
        Assert.Equal([3UL], recorder.Numbers(1));
    }

    [Fact]
    public async Task Timers_of_a_former_process_do_not_fire_and_its_end_of_the_network_is_dead()
    {
        var network = new SimulatedNetwork(2, 7);
        var recorders = Start(network);
        var former = network.Transport(1);
        bool hasFired = false;
        using var timer = former.Time.CreateTimer(_ => hasFired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        network.Restart(1).Start(new Recorder());

        former.Send(0, Recorder.Data(9), default);
        await former.DisposeAsync();
        network.Transport(1).Send(0, Recorder.Data(1), default);
        network.RunUntil(() => false, TimeSpan.FromSeconds(5));

        Assert.False(hasFired);
        Assert.True(network.IsAlive(1));
        Assert.Equal([1UL], recorders[0].Numbers(1));
    }

    // Each process of peer 1 numbers its frames from a thousand times its own number on; peer 0 sends to each what it wants to get.
    [Fact]
    public void Frames_of_each_process_arrive_once_and_in_order_and_those_for_a_former_one_never()
    {
        for (ulong seed = 0; seed < 60; seed++)
        {
            var network = new SimulatedNetwork(3, seed) { Loss = 0.1, Duplicate = 0.2, Reorder = 0.3 };
            ulong known = 1;
            var recorder = new Recorder { OnRenewed = peer => known += peer == 1 ? 1UL : 0 };
            network.Transport(0).Start(recorder);
            network.Transport(2).Start(new Recorder());
            var last = new Recorder();
            network.Transport(1).Start(last);
            for (ulong life = 1; life <= 5; life++)
            {
                if (life > 1)
                {
                    last = new Recorder();
                    network.Crash(1, isProven: (seed & life) == 0);
                    network.RunUntil(() => false, TimeSpan.FromMicroseconds(100 * (seed % 20)));
                    network.Restart(1).Start(last);
                    network.Transport(1).Send(0, Recorder.Data(life * 1000), default);
                    Assert.True(network.RunUntil(() => known == life, Long));
                }

                for (ulong k = 1; k <= Frames; k++)
                {
                    network.Transport(1).Send(0, Recorder.Data((life * 1000) + k), Recorder.Bytes(k));
                    network.Transport(0).Send(1, Recorder.Data((life * 1000) + k), Recorder.Bytes(k));
                }

                int enough = life == 5 ? Frames : (int)(seed * life % Frames);
                Assert.True(network.RunUntil(() => last.Frames.Count >= enough && recorder.Frames.Count(frame => frame.Header.Number > life * 1000) >= enough, Long));
                Assert.Equal(Numbers((life * 1000) + 1, last.Frames.Count), last.Numbers(0));
            }

            for (ulong life = 1; life <= 5; life++)
            {
                ulong[] heard = [.. recorder.Numbers(1).Where(number => number / 1000 == life)];
                Assert.Equal(Numbers(life == 1 ? 1001UL : life * 1000, heard.Length), heard);
            }

            Assert.Equal(recorder.Numbers(1).Order(), recorder.Numbers(1));
            Assert.Equal(4, recorder.Links.Count(link => link == (1, PeerLoss.Refused)));
            Assert.Equal(4, recorder.Renewals.Count);
        }
    }

    [Fact]
    public void Same_seed_restarts_in_the_same_way()
    {
        Assert.Equal(Trace(3), Trace(3));

        static List<(long, SimulatedEvent)> Trace(ulong seed)
        {
            var network = new SimulatedNetwork(3, seed) { Loss = 0.1, Reorder = 0.2 };
            Start(network);
            var trace = new List<(long, SimulatedEvent)>();
            for (ulong k = 0; k < 20; k++)
            {
                network.Transport(0).Send(1, Recorder.Data(k), default);
                network.Transport(2).Send(1, Recorder.Data(k), default);
            }

            for (int step = 0; step < 200 && network.Step() is { } happened; step++)
            {
                trace.Add((network.Time.GetTimestamp(), happened));
                if (step == 30)
                {
                    network.Restart(1).Start(new Recorder());
                }
            }

            Assert.Equal(2, trace.Count(step => step.Item2.Kind == SimulatedEventKind.Renewed));
            return trace;
        }
    }

    private static IEnumerable<ulong> Numbers(ulong first, int count) => Enumerable.Range(0, count).Select(k => first + (ulong)k);

    private static Recorder[] Start(SimulatedNetwork network) => [.. Enumerable.Range(0, network.Count).Select(peer =>
    {
        var recorder = new Recorder();
        network.Transport(peer).Start(recorder);
        return recorder;
    })];
}
