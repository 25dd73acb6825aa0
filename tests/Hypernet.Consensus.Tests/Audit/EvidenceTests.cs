using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Replication;
using Hypernet.Consensus.Runs;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Audit;

public sealed class EvidenceTests
{
    private static readonly AuditOptions Options = new() { Context = "a job"u8.ToArray() };

    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(2, 2, 2)]
    [InlineData(3, 3, 2)]
    [InlineData(5, 3, 2)]
    public void What_a_supplier_sent_is_what_the_other_received_of_every_kind(int partitions, int replicas, int quorum)
    {
        var program = OperationList.OfAllKinds(partitions);
        var group = new ReplicatedGroup(program, replicas, quorum, audit: Options);
        group.Start(group.Slots);

        group.Finish("all kinds");
        group.AssertWhole("all kinds");
        AssertComplete(group, program);
        foreach (int slot in group.Slots)
        {
            bool isSupplier = slot % replicas == 0;
            Assert.All(Of(group, slot), operation => Assert.Equal(isSupplier, operation.Completed is not null));
            Assert.All(Of(group, slot), operation => Assert.True(isSupplier || operation.Plays.Count == 0));
        }

        Assert.InRange(AssertTraffic(group), 20 * (partitions - 1), 1000 * (partitions - 1));
    }

    [Fact]
    public void What_a_supplier_sent_is_what_the_other_received_whatever_the_network_does_and_whoever_crashes()
    {
        long parts = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int partitions = random.Next(2, 4);
            var program = OperationList.Random(partitions, random);
            var group = new ReplicatedGroup(program, seed: (ulong)seed, audit: Options);
            var network = group.Group.Network;
            (network.Loss, network.Duplicate, network.Reorder) = (0.1 * random.NextDouble(), 0.1 * random.NextDouble(), 0.1 * random.NextDouble());
            for (int partition = 0; partition < partitions; partition++)
            {
                network.CrashAt((3 * partition) + random.Next(2), random.Next(60 * partitions));
            }

            group.StartInFlight(random);
            group.Finish($"seed {seed}");
            group.AssertWhole($"seed {seed}");
            AssertComplete(group, program);
            parts += AssertTraffic(group);
        }

        Assert.True(parts > 3000, $"{parts} parts were compared.");
    }

    [Fact]
    public void Calls_wait_for_an_audit_that_is_under_way_where_the_log_is_full()
    {
        var group = Full(out var calls, isAuditing: true);

        Assert.All(calls[0], call => Assert.NotNull(call.Result));
        Assert.All(calls[^1], call => Assert.False(call.IsEnded));
        Assert.All(group.Nodes, node => Assert.InRange(node.Evidence!.Bytes, 1 << 20, 5 << 20));
        for (int round = 0; round < calls.Count; round++)
        {
            Assert.All(group.Nodes, node => node.Locked(machine =>
            {
                machine.Audited(operation => operation.IsStable);
                return true;
            }));
            group.Network.RunUntil(() => false, TimeSpan.FromMinutes(1));
        }

        Assert.All(calls, call => Assert.All(call, ended => Assert.NotNull(ended.Result)));
    }

    [Fact]
    public void Call_that_no_audit_makes_room_for_ends_its_rank_and_says_which_bound_was_reached()
    {
        Full(out var calls, isAuditing: false);

        Assert.All(calls[0], call => Assert.NotNull(call.Result));
        Assert.All(calls[^1], call => Assert.Contains("1048576 bytes (AuditOptions.EvidenceBytes)", Assert.IsType<GroupClosedException>(call.Fault).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Sum_that_overflows_and_calls_that_are_refused_are_told_apart_at_every_replica()
    {
        var group = new SimulatedGroup(6, quorum: QuorumRule.Replicas, replicas: 3, audit: Options);
        var integers = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.I32, Operator = ReduceOperator.Sum, Count = 2 };
        Assert.True(group.Run(group.CallAll(_ => new OperationCall { Descriptor = integers, Name = "c/i", Contribution = (byte[])[1, 0, 0, 0, 0, 0, 0, 0x7F] })));
        Assert.True(group.Run(group.CallAll(slot => Sum("c/m", new double[1 + (slot / 3)]))));
        Assert.True(group.Run(group.CallAll(_ => new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Operator = ReduceOperator.Ordered }, Name = "c/o", Merge = (_, _) => throw new InvalidOperationException() })));

        foreach (var node in group.Nodes)
        {
            var overflowed = node.Evidence!.Find(new ChainKey(0, "c/i"), 0)!;
            Assert.Equal((1, null, 2), (overflowed.Overflowed, overflowed.Refusal, overflowed.Result!.Contributors.Count));
            Assert.Equal((byte?)2, node.Evidence.Find(new ChainKey(0, "c/m"), 0)!.Refusal);
            Assert.Equal((byte?)3, node.Evidence.Find(new ChainKey(0, "c/o"), 0)!.Refusal);
        }
    }

    [Fact]
    public void Contribution_that_no_fingerprint_holds_is_refused_and_takes_no_number()
    {
        var group = new SimulatedGroup(2, quorum: QuorumRule.Replicas, replicas: 2, audit: Options);
        byte[] huge = new byte[4096];
        var digits = new uint[Accumulation.Limbs.Count];
        digits[^2] = 1;
        int length = Accumulation.ExactWire.Write(new Accumulation.ExactValue(Accumulation.SumFlags.Added | Accumulation.SumFlags.Other, Accumulation.Limbs.Count - 2, digits.AsSpan(^2..^1), false), huge);
        var call = new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.ExactSum, Operator = ReduceOperator.Sum, Count = 1 }, Contribution = huge.AsMemory(0, length), Name = "c/e" };

        Assert.Contains("2^2112", Assert.IsType<InvalidCallException>(group.Call(0, call).Fault).Message, StringComparison.Ordinal);
        Assert.True(group.Run(group.CallAll(_ => Sum("c/e", 1))));
    }

    [Fact]
    public void Every_NaN_is_sent_as_the_one()
    {
        var group = new SimulatedGroup(4, quorum: QuorumRule.Replicas, replicas: 2, audit: Options);
        double other = BitConverter.UInt64BitsToDouble(0xFFF8_0000_0000_0001);
        var gathered = group.CallAll(_ => new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.AllGather, Type = ElementType.F64, Count = 2 }, Contribution = (byte[])[.. BitConverter.GetBytes(other), .. BitConverter.GetBytes(1.5)], Name = "c/n" });
        Assert.True(group.Run(gathered));
        byte[] canonical = [.. BitConverter.GetBytes(0x7FF8_0000_0000_0000), .. BitConverter.GetBytes(1.5)];
        Assert.All(gathered, call => Assert.All(PartList.Read(call.Result!.Value, 2)!, part => Assert.Equal(canonical, part!.Value.ToArray())));
    }

    [Fact]
    public void Audit_desks_receive_messages_whole_and_in_order_whatever_the_view()
    {
        var group = new ReplicatedGroup(OperationList.Sums(2, 3), audit: Options);
        (group.Group.Network.Loss, group.Group.Network.Reorder) = (0.05, 0.05);
        Desk[] desks = [.. group.Slots.Select(_ => new Desk())];
        foreach (int slot in group.Slots)
        {
            group.Group.Nodes[slot].Desk = desks[slot];
        }

        int[] lengths = [0, 1, Bounds.PartBytes, Bounds.PartBytes + 1, 3 * Bounds.PartBytes, 7];
        group.Start(group.Slots);
        group.Group.Network.CrashAt(3, 40);
        foreach (int from in group.Slots)
        {
            foreach (int to in group.Slots.Where(to => to != from))
            {
                foreach (int length in lengths)
                {
                    group.Group.Nodes[from].Locked(machine =>
                    {
                        machine.SendAudit(to, Message(from, length));
                        return true;
                    });
                }
            }
        }

        group.Finish("messages");
        group.Wait(TimeSpan.FromSeconds(10));
        foreach (int to in group.Group.Alive)
        {
            foreach (int from in group.Group.Alive.Where(from => from != to))
            {
                Assert.Equal(lengths, desks[to].Messages.Where(message => message.From == from).Select(message => message.Bytes.Length));
                Assert.All(desks[to].Messages.Where(message => message.From == from), message => Assert.Equal(Message(from, message.Bytes.Length), message.Bytes));
            }

            Assert.Equal(3, desks[to].Operations);
            Assert.DoesNotContain(3, desks[to].Members!);
        }
    }

    private static byte[] Message(int from, int length)
    {
        byte[] message = new byte[length];
        new Random(from).NextBytes(message);
        return message;
    }

    private static IEnumerable<OperationEvidence> Of(ReplicatedGroup group, int slot) => group.Group.Nodes[slot].Evidence!.Of("");

    // More than the log may keep.
    private static SimulatedGroup Full(out List<RecordedCall[]> calls, bool isAuditing)
    {
        const int Count = 100_000;
        var group = new SimulatedGroup(6, quorum: QuorumRule.Replicas, replicas: 3, audit: Options with { EvidenceBytes = 1 << 20 });
        Assert.All(group.Nodes, node => node.Locked(machine =>
        {
            machine.Watch(isAuditing);
            return true;
        }));
        calls = [.. Enumerable.Range(0, 8).Select(_ => group.CallAll(_ => Sum("c/x", new double[Count])))];
        group.Network.RunUntil(() => false, TimeSpan.FromMinutes(1));
        return group;
    }

    private static void AssertComplete(ReplicatedGroup group, OperationList program)
    {
        foreach (int slot in group.Group.Alive)
        {
            var operations = Of(group, slot).ToList();
            Assert.Equal(program.Count, operations.Count);

            // Of an operation that others play once more, parts are kept later.
            Assert.InRange(group.Group.Nodes[slot].Evidence!.Bytes, operations.Sum(operation => operation.Call.Contribution.Length + operation.Result!.Value.Length), operations.Sum(operation => operation.Bytes));
            foreach (var name in Enumerable.Range(0, program.Count).Select(number => program.Call(group.PartitionOf(slot), number)).GroupBy(call => call.Name))
            {
                foreach (var (number, call) in name.Index())
                {
                    var kept = group.Group.Nodes[slot].Evidence!.Find(new ChainKey(0, name.Key), (ulong)number)!;
                    Assert.True(kept.HasEnded && kept.Call.Contribution.Span.SequenceEqual(call.Contribution.Span));
                }
            }
        }
    }

    /// <summary>
    /// Compares what the two ends of every link have kept of each play, and a replay gives. What one end of an interrupted play had received is what was sent first.
    /// </summary>
    private static long AssertTraffic(ReplicatedGroup group)
    {
        long compared = 0;
        var plays = group.Slots.SelectMany(slot => Of(group, slot).SelectMany(operation => operation.Plays.Select(play => (Slot: slot, Operation: operation, Play: play))))
            .ToLookup(play => (play.Operation.Key, play.Operation.Number, play.Play.View));
        var replays = plays.GroupBy(ends => (ends.Key.Key, ends.Key.Number)).ToDictionary(operation => operation.Key, operation => Replayed(group, operation.Key.Key, operation.Key.Number));
        foreach (var ends in plays)
        {
            var parts = replays[(ends.Key.Key, ends.Key.Number)].ToLookup(part => (part.From, part.To), part => part.Part);
            foreach (var from in ends)
            {
                Assert.Equal(from.Slot, from.Play.Suppliers[group.PartitionOf(from.Slot)]);
                foreach (var to in ends.Where(to => to.Slot != from.Slot))
                {
                    var sent = from.Play.SentTo(group.PartitionOf(to.Slot));
                    var received = to.Play.ReceivedFrom(group.PartitionOf(from.Slot));
                    bool isWhole = to.Operation.Completed == to.Play;
                    Assert.Equal(isWhole ? sent : sent.Take(received.Count), received);
                    var replayed = parts[(group.PartitionOf(from.Slot), group.PartitionOf(to.Slot))];
                    Assert.Equal(isWhole ? replayed : replayed.Take(received.Count), received);
                    compared += received.Count;
                }
            }
        }

        return compared;
    }

    private static IReadOnlyList<(int From, int To, PartEvidence Part)> Replayed(ReplicatedGroup group, ChainKey key, ulong number)
    {
        var kept = group.Slots.Select(slot => (Partition: group.PartitionOf(slot), Operation: group.Group.Nodes[slot].Evidence!.Find(key, number))).Where(kept => kept.Operation is not null)
            .ToLookup(kept => kept.Partition, kept => kept.Operation!.Call);
        return new Replay(kept[0].First(), [.. kept.OrderBy(partition => partition.Key).Select(partition => partition.First().Contribution)], RunFactory.Create).Parts;
    }

    private sealed class Desk : IAuditDesk
    {
        public List<(int From, byte[] Bytes)> Messages { get; } = [];

        public int Operations { get; private set; }

        public SlotSet? Members { get; private set; }

        public void Received(int slot, ReadOnlyMemory<byte> message) => Messages.Add((slot, message.ToArray()));

        public void Ended(OperationEvidence operation) => Operations++;

        public void Diverged(int slot, ChainKey key, ulong count) => Assert.Fail($"{slot} received other results than the others.");

        public void MembersChanged(SlotSet members) => Members = members;

        public void Met(int slot)
        {
        }
    }
}
