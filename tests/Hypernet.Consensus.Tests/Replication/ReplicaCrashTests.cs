using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Replication;

public sealed class ReplicaCrashTests
{
    // HYPERNET_SOAK=1 dotnet test tests/Hypernet.Consensus.Tests --filter Replication
    private static readonly int Cases = Environment.GetEnvironmentVariable("HYPERNET_SOAK") == "1" ? 60_000 : 1_000;

    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(2, 2, 2)]
    [InlineData(3, 3, 2)]
    [InlineData(4, 5, 3)]
    public void Every_replica_receives_the_bits_of_the_whole_run(int partitions, int replicas, int quorum)
    {
        var group = new ReplicatedGroup(OperationList.OfAllKinds(partitions), replicas, quorum);
        group.Start(group.Slots);

        group.Finish($"{partitions} × {replicas}");
        group.AssertWhole($"{partitions} × {replicas}");
        Assert.All(group.Group.Nodes, node => Assert.Equal(partitions, node.Members.Count));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Replica_may_crash_at_every_send_and_receive(int partitions)
    {
        var program = OperationList.OfScopes(partitions);
        long points = EventsOf(program);
        for (int victim = 0; victim < 3 * partitions; victim++)
        {
            for (long point = 0; point < points; point++)
            {
                Crash(program, seed: 1, (victim, point));
            }
        }
    }

    [Fact]
    public void Replicas_of_different_ranks_may_crash_anywhere()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            int partitions = random.Next(2, 5);
            var program = OperationList.Random(partitions, random);
            int points = (int)EventsOf(program);
            var victims = Enumerable.Range(0, partitions).OrderBy(_ => random.Next()).Take(2).Select(partition => (Slot: (3 * partition) + random.Next(3), (long)random.Next(points)));
            Crash(program, (ulong)seed, [.. victims]);
        }
    }

    [Fact]
    public void Replicas_may_crash_while_many_operations_are_in_flight()
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            int partitions = random.Next(1, 4);
            var group = new ReplicatedGroup(OperationList.Random(partitions, random), seed: (ulong)seed);
            var network = group.Group.Network;
            if (random.Next(3) == 0)
            {
                (network.Loss, network.Duplicate, network.Reorder) = (0.1 * random.NextDouble(), 0.1 * random.NextDouble(), 0.1 * random.NextDouble());
            }

            for (int partition = 0; partition < partitions; partition++)
            {
                if (random.Next(3) > 0)
                {
                    network.CrashAt((3 * partition) + random.Next(3), random.Next(60 * partitions));
                }
            }

            group.StartInFlight(random);
            group.Finish($"{partitions} ranks in flight, seed {seed}");
            group.AssertWhole($"{partitions} ranks in flight, seed {seed}");
        }
    }

    [Fact]
    public void Coordinator_may_crash_in_every_phase_of_its_ballot()
    {
        var program = OperationList.Sums(2, 3);
        for (long first = 4; first < 20; first += 5)
        {
            for (long point = first; point < first + 80; point++)
            {
                Crash(program, seed: 1, (5, first), (0, point));
            }
        }
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 2)]
    public void Without_a_quorum_of_one_rank_nobody_answers(int replicas, int quorum)
    {
        const int Partitions = 2;
        var program = OperationList.Sums(Partitions, 4);
        long points = EventsOf(program, replicas, quorum);
        for (long point = 0; point < points; point += 3)
        {
            string context = $"{replicas} replicas, all but {quorum - 1} crash at {point}";
            var group = new ReplicatedGroup(program, replicas, quorum);
            for (int i = 0; i <= replicas - quorum; i++)
            {
                group.Group.Network.CrashAt(replicas + i, point);
            }

            group.Start(group.Slots);
            group.Group.Network.RunUntil(() => group.Group.Network.Events > point, TimeSpan.FromSeconds(1));
            group.Wait(TimeSpan.FromSeconds(1));
            var before = group.Slots.Select(slot => group.CallsOf(slot).Count(call => call.IsEnded)).ToList();
            group.Wait(TimeSpan.FromMinutes(1));

            Assert.Equal(before, group.Slots.Select(slot => group.CallsOf(slot).Count(call => call.IsEnded)));
            Assert.All(group.Slots, slot => Assert.DoesNotContain(group.CallsOf(slot), call => call.Fault is not null));
            var late = group.Group.Alive.Select(slot => group.Group.Call(slot, Sum("late", 1))).ToList();
            group.Wait(TimeSpan.FromMinutes(1));
            Assert.All(late, call => Assert.False(call.IsEnded, context));
            group.AssertWhole(context);
        }
    }

    [Fact]
    public void Supplier_may_crash_between_its_completion_and_its_mates()
    {
        const int Supplier = 3;
        var program = OperationList.OfScopes(2);
        var group = new ReplicatedGroup(program);
        int results = 0;
        group.Group.Network.OnSend = frame =>
        {
            // The first of the two mates has its result, the second has not.
            if (frame.From == Supplier && frame.Header.Type == Network.FrameType.Result && ++results == 2)
            {
                group.Group.Network.Crash(Supplier);
            }
        };
        group.Start(group.Slots);

        group.Finish("crash after the first result");
        group.AssertWhole("crash after the first result");
        Assert.False(group.Group.Network.IsAlive(Supplier));
    }

    [Fact]
    public void Silent_replica_is_suspected_and_its_mates_go_on()
    {
        foreach (int victim in (int[])[0, 1, 3, 5])
        {
            var group = new ReplicatedGroup(OperationList.OfScopes(2));
            group.Group.Network.Crash(victim, isProven: false);
            group.Start(group.Group.Alive);

            group.Finish($"silent {victim}");
            group.AssertWhole($"silent {victim}");
        }
    }

    private static void Crash(OperationList program, ulong seed, params (int Victim, long Point)[] crashes)
    {
        string context = $"{program.Partitions} ranks, seed {seed}: {string.Join(", ", crashes.Select(crash => $"{crash.Victim} crashes at {crash.Point}"))}";
        var group = new ReplicatedGroup(program, seed: seed);
        foreach ((int victim, long point) in crashes)
        {
            group.Group.Network.CrashAt(victim, point);
        }

        group.Start(group.Slots);
        group.Finish(context);
        group.AssertWhole(context);
    }

    private static long EventsOf(OperationList program, int replicas = 3, int quorum = 2)
    {
        var group = new ReplicatedGroup(program, replicas, quorum);
        group.Start(group.Slots);
        group.Finish("no crash");
        return group.Group.Network.Events;
    }
}
