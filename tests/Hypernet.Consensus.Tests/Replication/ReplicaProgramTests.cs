using Hypernet.Consensus.Membership;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Replication;

/// <summary>Replicas whose programs are behind others, contradict each other, or end.</summary>
public sealed class ReplicaProgramTests
{
    [Fact]
    public void Mates_that_are_behind_receive_what_was_completed_without_them()
    {
        var group = new ReplicatedGroup(OperationList.Sums(2, 50));
        group.Start(0, 1, 3, 4);
        group.Finish("a quorum alone", unless: [2, 5]);

        group.Start(2, 5);

        group.Finish("mates behind");
        group.AssertWhole("mates behind");
        group.Wait(TimeSpan.FromSeconds(1));
        Assert.All(group.Group.Nodes, node => Assert.InRange(node.Kept, 0, 2 * Bounds.Kept));
    }

    [Fact]
    public void Suppliers_are_not_further_ahead_of_mates_than_is_kept()
    {
        var group = new ReplicatedGroup(OperationList.Sums(2, 300));
        group.Start(0, 1, 2, 3, 4);
        group.Wait(TimeSpan.FromSeconds(10));
        Assert.All((int[])[0, 1, 2, 3, 4], slot => Assert.Equal(Bounds.AheadOfMates + Bounds.Outstanding, group.CallsOf(slot).Count(call => call.IsEnded)));

        group.Start(5);

        group.Finish("mate behind");
        group.AssertWhole("mate behind");
    }

    [Fact]
    public void Many_operations_are_in_flight_in_different_orders()
    {
        const int Names = 200;
        var group = new SimulatedGroup(6, quorum: QuorumRule.Replicas, replicas: 3);
        var calls = new List<RecordedCall>();
        for (int block = 0; block < Names; block += 50)
        {
            for (int slot = 0; slot < 6; slot++)
            {
                int turn = 13 * slot;
                calls.AddRange(Enumerable.Range(0, 50).Select(i => group.Call(slot, Sum($"{block + ((i + turn) % 50)}", Value(slot / 3)))));
            }
        }

        Assert.True(group.Network.RunUntil(() => calls.TrueForAll(call => call.IsEnded), SimulatedGroup.Limit), $"{calls.Count(call => call.IsEnded)} of {calls.Count}");
        Assert.All(calls, call => Assert.Equal(Value(0) + Value(1), First(call.Result!)));
        Assert.Empty(group.Violations);
    }

    [Fact]
    public void Replica_behind_may_become_the_supplier_at_any_event()
    {
        var program = OperationList.OfScopes(2);
        for (long point = 0; point < 160; point++)
        {
            // One that has called nothing yet takes over, is told of what is over, and plays the rest.
            var group = new ReplicatedGroup(program, seed: (ulong)point);
            group.Group.Network.CrashAt(3, point);
            group.Start(0, 1, 2, 3, 5);
            group.Group.Network.RunUntil(() => group.Group.Network.Events > point + 20, TimeSpan.FromSeconds(1));
            group.Start(4);

            group.Finish($"crash at {point}");
            group.AssertWhole($"crash at {point}");
        }
    }

    [Fact]
    public void Ranks_that_call_different_operations_are_told_at_every_replica()
    {
        var group = new SimulatedGroup(6, quorum: QuorumRule.Replicas, replicas: 3);
        var wrong = group.CallAll(slot => slot < 3 ? Sum("x", 1) : Sum("x", 1, 2));
        Assert.True(group.Run(wrong));
        var right = group.CallAll(slot => Sum("x", Value(slot / 3)));

        Assert.True(group.Run(right));
        Assert.All(wrong, call => Assert.Contains("rank 0.0 called all_reduce(sum, f64, 1), rank 1.0 called", Assert.IsType<ProgramMismatchException>(call.Fault).Message, StringComparison.Ordinal));
        Assert.All(right, call => Assert.Equal(Value(0) + Value(1), First(call.Result!)));
        Assert.Empty(group.Violations);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Replica_that_calls_another_operation_than_its_mates_is_told_alone(int stranger)
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            var group = new SimulatedGroup(6, seed, QuorumRule.Replicas, replicas: 3);
            var calls = group.CallAll(slot => slot == stranger ? Sum("x", 1, 2) : Sum("x", Value(slot / 3)));
            if (seed % 3 == 0)
            {
                // The next view is not divided over it.
                group.Network.CrashAt(stranger == 1 ? 3 : 0, (long)seed);
            }

            Assert.True(group.Run(calls));
            Assert.IsType<ProgramMismatchException>(calls[stranger].Fault);
            Assert.All(group.Alive.Except([stranger]), slot => Assert.Equal(Value(0) + Value(1), calls[slot].Result is { } result ? First(result) : throw calls[slot].Fault!));
        }
    }

    [Fact]
    public async Task Waiting_operation_and_question_name_ranks()
    {
        var told = new List<WaitingOperation>();
        var group = new ReplicatedGroup(OperationList.Sums(3, 1), waiting: told.Add);
        group.Start(0, 1, 3, 4, 6);
        group.Wait(TimeSpan.FromSeconds(15));
        var missing = group.Group.Nodes[8].MissingAsync("x", 0).AsTask();
        group.Wait(TimeSpan.FromSeconds(1));

        Assert.NotEmpty(told);
        Assert.All(told, operation => Assert.Equal("2", operation.Missing.ToString()));
        Assert.Equal(SlotSet.Of(3, 2), await missing);
        Assert.Equal((2, 3), (group.Group.Nodes[8].Rank, group.Group.Nodes[8].Size));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void One_replica_may_leave_anywhere_and_nothing_is_missing(int leaver)
    {
        var program = OperationList.OfScopes(2);
        for (long point = 0; point < 120; point += 2)
        {
            var group = new ReplicatedGroup(program, seed: (ulong)point);
            group.Start(group.Slots);
            group.Group.Network.RunUntil(() => group.Group.Network.Events > point, TimeSpan.FromSeconds(1));
            var left = group.Group.Nodes[leaver].Leave();

            group.Finish($"{leaver} leaves at {point}", leaver);
            Assert.True(group.Group.Network.RunUntil(() => left.IsCompletedSuccessfully, SimulatedGroup.Limit), $"{leaver} cannot leave at {point}");
            group.AssertWhole($"{leaver} leaves at {point}");
        }
    }

    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(2, 2, 2)]
    [InlineData(3, 3, 2)]
    public void Each_may_leave_when_its_program_has_ended(int partitions, int replicas, int quorum)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var random = new Random((int)seed);
            var group = new ReplicatedGroup(OperationList.OfScopes(partitions), replicas, quorum, seed);
            group.Start(group.Slots);
            group.Finish($"seed {seed}");
            var left = new List<Task>();
            foreach (int slot in group.Slots.OrderBy(_ => random.Next()))
            {
                left.Add(group.Group.Nodes[slot].Leave());
                group.Wait(TimeSpan.FromMilliseconds(random.Next(3) * 300));
            }

            Assert.True(group.Group.Network.RunUntil(() => left.TrueForAll(task => task.IsCompletedSuccessfully), SimulatedGroup.Limit), $"seed {seed}: somebody cannot leave");
        }
    }

    [Fact]
    public void Rank_that_has_left_with_all_replicas_is_missing_from_what_is_called_later()
    {
        var group = new ReplicatedGroup(OperationList.OfScopes(3));
        group.Start(group.Slots);
        group.Finish("before");
        var left = Enumerable.Range(3, 3).Select(slot => group.Group.Nodes[slot].Leave()).ToList();
        Assert.True(group.Group.Network.RunUntil(() => left.TrueForAll(task => task.IsCompletedSuccessfully), SimulatedGroup.Limit));

        int[] others = [0, 1, 2, 6, 7, 8];
        var calls = others.Select(slot => group.Group.Call(slot, Sum("late", Value(slot / 3)))).ToList();

        Assert.True(group.Group.Network.RunUntil(() => calls.TrueForAll(call => call.IsEnded), SimulatedGroup.Limit));
        Assert.All(calls, call => Assert.Equal(("0, 2", Value(0) + Value(2)), (call.Result!.Contributors.ToString(), First(call.Result))));
    }

    [Fact]
    public void Replica_that_leaves_too_early_for_the_quorum_waits_for_its_mates()
    {
        var group = new ReplicatedGroup(OperationList.Sums(2, 40), replicas: 2, quorum: 2);
        group.Start(group.Slots);
        group.Group.Network.RunUntil(() => group.CallsOf(2).Count > 20, TimeSpan.FromSeconds(1));
        var left = group.Group.Nodes[2].Leave();
        group.Wait(TimeSpan.FromMinutes(1));

        Assert.False(left.IsCompleted);
        Assert.All((int[])[0, 1, 3], slot => Assert.DoesNotContain(group.CallsOf(slot), call => call.Fault is not null));
    }
}
