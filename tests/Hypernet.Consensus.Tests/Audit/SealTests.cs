using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Replication;
using Hypernet.Consensus.Runs;
using Hypernet.Network;
using Hypernet.Network.Simulation;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Audit;

public sealed class SealTests
{
    private static readonly AuditOptions Options = new() { Context = "a job"u8.ToArray() };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(3, 1)]
    public void Supplier_that_computed_something_else_is_replaced_before_it_plays_it(int wrong, int from)
    {
        var program = OperationList.Sums(2, 4);
        var group = new ReplicatedGroup(program, audit: Options) { Alter = (slot, number, call) => slot == wrong && number >= from ? Altered(call, slot) : call };
        ulong first = group.Group.Nodes[0].View;
        group.Start(group.Slots);

        group.Finish("wrong supplier");
        group.AssertWhole("wrong supplier");
        Assert.NotEqual(first, group.Group.Nodes[0].View);
        Assert.All(group.Group.Nodes, node => Assert.Equal(2, node.Members.Count));
        Assert.Equal([wrong, wrong + 1], group.Group.Minority.Select(minority => minority.By).Order());
        Assert.All(group.Group.Minority, minority => Assert.Equal(wrong, minority.Slot));
    }

    [Fact]
    public void Mate_that_computed_something_else_is_told_and_no_obstacle()
    {
        var group = new ReplicatedGroup(OperationList.Sums(2, 4), audit: Options) { Alter = (slot, number, call) => slot == 4 && number == 1 ? Altered(call, slot) : call };
        ulong first = group.Group.Nodes[0].View;
        group.Start(group.Slots);

        group.Finish("wrong mate");
        group.AssertWhole("wrong mate");
        Assert.All(group.Group.Nodes, node => Assert.Equal(first, node.View));
        Assert.Equal([(3, 4), (4, 4)], group.Group.Minority.Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Suppliers_are_replaced_until_one_is_of_a_quorum(bool areEqual)
    {
        var group = new ReplicatedGroup(OperationList.OfScopes(2), replicas: 5, quorum: 3, audit: Options)
        {
            Alter = (slot, _, call) => slot < 2 ? Altered(call, areEqual ? 1 : slot) : call,
        };
        group.Start(group.Slots);

        group.Finish("two wrong ones");
        group.AssertWhole("two wrong ones");
        Assert.All(group.Group.Minority, minority => Assert.InRange(minority.Slot, 0, 1));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(3, 3)]
    public void Without_a_quorum_of_equal_ones_the_operation_waits_and_all_are_told_why(int replicas, int quorum)
    {
        var waiting = new List<WaitingOperation>();
        var group = new ReplicatedGroup(OperationList.Sums(2, 2), replicas, quorum, waiting: waiting.Add, audit: Options)
        {
            Alter = (slot, number, call) => slot < replicas && number == 1 ? Altered(call, slot) : call,
        };
        var views = new HashSet<ulong>();
        group.Start(group.Slots);
        group.Group.Network.RunUntil(() => views.Add(group.Group.Nodes[0].View) && false, TimeSpan.FromMinutes(2));

        Assert.All(group.Slots, slot => Assert.Single(group.CallsOf(slot), call => call.IsEnded));
        group.AssertWhole("no quorum");
        Assert.InRange(views.Count, 1, replicas + 1);
        Assert.Equal(group.Slots.Count(), waiting.Count);
        Assert.All(waiting, told => Assert.Equal(SlotSet.Of(2, 0), told.Disputed));
    }

    [Fact]
    public void Who_votes_otherwise_than_its_mates_decides_and_seals_like_them()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var group = new SimulatedGroup(6, (ulong)seed, QuorumRule.Replicas, replicas: 3, audit: Options);
            (group.Network.Loss, group.Network.Reorder) = (0.05 * random.NextDouble(), 0.1 * random.NextDouble());
            if (seed % 2 == 0)
            {
                group.Network.CrashAt(random.Next(6), random.Next(150));
            }

            // All at once: what comes behind a decision of its name waits for it.
            var votes = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 6).Select(_ => random.Next(8) > 0).ToArray()).ToList();
            var decisions = new List<RecordedCall[]>();
            var sums = new List<RecordedCall[]>();
            foreach (bool[] vote in votes)
            {
                sums.Add(group.CallAll(slot => Sum("c/x", Value(slot / 3))));
                decisions.Add(group.CallAll(slot => Agree("c/x", vote[slot])));
            }

            sums.Add(group.CallAll(slot => Sum("c/x", Value(slot / 3))));
            Assert.True(decisions.Concat(sums).All(group.Run), $"seed {seed}");
            Assert.Empty(group.Minority);
            Assert.Empty(group.Violations);
            foreach (var calls in decisions.Concat(sums))
            {
                Assert.Single(group.Alive.Select(slot => Convert.ToHexString(calls[slot].Result!.Value.Span)).Distinct());
            }

            foreach (int slot in group.Alive)
            {
                Assert.Equal([false, true, false, true, false, true, false], group.Nodes[slot].Evidence!.Of("c/").OrderBy(operation => operation.Number).Select(operation => operation.IsDecision));
            }
        }
    }

    [Fact]
    public void Results_are_those_of_honest_quorums_whoever_lies_and_whoever_crashes()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int partitions = random.Next(1, 4);
            int[] wrong = [.. Enumerable.Range(0, partitions).Select(partition => (5 * partition) + random.Next(5))];
            int from = random.Next(3);
            var group = new ReplicatedGroup(OperationList.Random(partitions, random), replicas: 5, quorum: 3, seed: (ulong)seed, audit: Options)
            {
                Alter = (slot, number, call) => wrong.Contains(slot) && number >= from ? Altered(call, slot) : call,
            };
            for (int partition = 0; partition < partitions; partition++)
            {
                int crashed = (5 * partition) + random.Next(5);
                if (!wrong.Contains(crashed))
                {
                    group.Group.Network.CrashAt(crashed, random.Next(100 * partitions));
                }
            }

            group.StartInFlight(random);
            group.Finish($"seed {seed}");
            group.AssertWhole($"seed {seed}");
            Assert.All(group.Group.Minority, minority => Assert.Contains(minority.Slot, wrong));
        }
    }

    [Fact]
    public void Mate_without_a_seal_breaks_a_rule()
    {
        var world = new RecordedWorld();
        var machine = new ConsensusMachine(
            new ConsensusOptions { Transport = new SimulatedNetwork(2, 1).Transport(0), Quorum = QuorumRule.Replicas, Replicas = 2, Audit = Options },
            RunFactory.Create,
            world);
        machine.Submit(Sum("c/x", 1), new RecordedCall(null));
        var fetch = new FrameHeader
        {
            Type = FrameType.Fetch,
            View = machine.ViewId,
            Name = OperationKey.HashOf("c/x"),
            Descriptor = Sum("c/x", 1).Descriptor.Hash(),
            Flags = 1,
        };
        machine.Received(1, fetch, default);

        Assert.Contains("seal", Assert.Single(world.Violations), StringComparison.Ordinal);
    }

    private static OperationCall Agree(string name, bool vote) => new()
    {
        Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.Bool, Operator = ReduceOperator.And, Count = 1, Parameter = Descriptor.Decision },
        Contribution = (byte[])[vote ? (byte)1 : (byte)0],
        Name = name,
    };

    // Other bytes of the same length; what has none is as it was.
    private static OperationCall Altered(OperationCall call, int by)
    {
        byte[] given = call.Contribution.ToArray();
        if (given.Length > 0)
        {
            given[^1] ^= (byte)(1 + by);
        }

        return call with { Contribution = given };
    }
}
