using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Replication;
using Hypernet.Network.Simulation;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Joining;

/// <summary>What a replica that joins is told of what is over, and for how long.</summary>
public sealed class LogTests
{
    [Fact]
    public void Replica_that_joins_after_the_log_was_cut_is_left_behind()
    {
        var group = new ReplicatedGroup(OperationList.Sums(2, 200), logBytes: 20 * (Bounds.LoggedBytes + sizeof(double)));
        group.Group.Network.Crash(5);
        group.Start(group.Slots);
        group.Finish("before");
        group.Restart(5);

        Assert.True(group.Group.Network.RunUntil(() => group.CallsOf(5).First().IsEnded, SimulatedGroup.Limit));
        Assert.Equal(
            "Operation 0 of \"x\" is over, and replica 1.0 does not keep its end any more. Start this replica anew, from a later state.",
            Assert.IsType<LeftBehindException>(group.CallsOf(5).First().Fault).Message);
        Assert.Empty(group.Group.Violations);
    }

    [Fact]
    public void Names_that_are_forgotten_are_told_to_nobody_and_others_still_are()
    {
        var group = Started();
        RunAll(group, "1/x", 50);
        RunAll(group, "2/x", 50);
        foreach (int slot in group.Alive)
        {
            group.Nodes[slot].Forget("1/");
        }

        group.Restart(5);
        var kept = Enumerable.Range(0, 50).Select(number => group.Call(5, Sum("2/x", Value(1, number)))).ToList();
        Assert.True(group.Network.RunUntil(() => kept.TrueForAll(call => call.IsEnded), SimulatedGroup.Limit));
        Assert.All(kept, call => Assert.NotNull(call.Result));

        var forgotten = group.Call(5, Sum("1/x", Value(1)));
        Assert.True(group.Network.RunUntil(() => forgotten.IsEnded, SimulatedGroup.Limit));
        Assert.IsType<LeftBehindException>(forgotten.Fault);
        Assert.IsType<InvalidCallException>(group.Call(0, Sum("1/x", 1)).Fault);
        Assert.Empty(group.Violations);
    }

    [Fact]
    public void Group_goes_on_where_only_some_have_forgotten()
    {
        var group = Started();
        for (int interval = 0; interval < 5; interval++)
        {
            RunAll(group, $"{interval}/x", 60);
            foreach (int slot in group.Alive.Where(slot => slot % 2 == interval % 2))
            {
                group.Nodes[slot].Forget($"{interval}/");
            }
        }

        group.Network.Crash(0);
        RunAll(group, "last", 60);
        group.Network.RunUntil(() => false, TimeSpan.FromSeconds(10));
        Assert.All(group.Alive, slot => Assert.InRange(group.Nodes[slot].Kept, 0, 2 * Bounds.Kept));
        Assert.Empty(group.Violations);
    }

    [Fact]
    public void Name_with_an_outstanding_operation_is_not_forgotten()
    {
        var group = Started();
        var first = group.Call(0, Sum("1/x", Value(0)));
        group.Nodes[0].Forget("1/");
        var others = group.Alive.Except([0]).Select(slot => group.Call(slot, Sum("1/x", Value(slot / 3)))).ToList();

        Assert.True(group.Network.RunUntil(() => first.IsEnded && others.TrueForAll(call => call.IsEnded), SimulatedGroup.Limit));
        Assert.Equal(Value(0) + Value(1), First(first.Result!));
    }

    [Fact]
    public void Program_that_calls_something_else_than_is_logged_is_told()
    {
        var group = Started();
        RunAll(group, "x", 100);
        group.Restart(5);

        var wrong = group.Call(5, Sum("x", 1, 2));
        var right = group.Call(5, Sum("x", Value(1, 1)));

        Assert.True(group.Network.RunUntil(() => wrong.IsEnded && right.IsEnded, SimulatedGroup.Limit));
        Assert.Contains("rank 1.2 called all_reduce(sum, f64, 2), rank 1.0 called all_reduce(sum, f64, 1)", Assert.IsType<ProgramMismatchException>(wrong.Fault).Message, StringComparison.Ordinal);
        Assert.NotNull(right.Result);
    }

    [Fact]
    public async Task Only_replicas_join_and_the_log_has_a_size()
    {
        var options = new ConsensusOptions { Transport = new SimulatedNetwork(6, 1).Transport(0), IsJoining = true };

        await Assert.ThrowsAsync<ArgumentException>(async () => await ConsensusNode.JoinAsync(options));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await ConsensusNode.JoinAsync(options with { IsJoining = false, LogBytes = -1 }));
    }

    [Fact]
    public void Who_leaves_before_it_was_let_in_has_left()
    {
        var group = Started();
        group.Network.Cut([5], [0, 1, 2, 3, 4]);
        group.Restart(5);
        var call = group.Call(5, Sum("x", 1));
        var left = group.Nodes[5].Leave();

        Assert.True(left.IsCompletedSuccessfully);
        Assert.IsType<GroupClosedException>(call.Fault);
    }

    [Fact]
    public void Rank_that_has_left_cannot_be_joined()
    {
        var group = Started();
        var left = new[] { 3, 4 }.Select(slot => group.Nodes[slot].Leave()).ToList();
        Assert.True(group.Network.RunUntil(() => left.TrueForAll(task => task.IsCompletedSuccessfully), SimulatedGroup.Limit));
        group.Restart(5);
        var call = group.Call(5, Sum("x", 1));

        Assert.True(group.Network.RunUntil(() => call.IsEnded, SimulatedGroup.Limit));
        Assert.IsType<LeftBehindException>(call.Fault);
    }

    // Two ranks of three replicas, of which the last has died.
    private static SimulatedGroup Started()
    {
        var group = new SimulatedGroup(6, quorum: QuorumRule.Replicas, replicas: 3);
        group.Network.Crash(5);
        return group;
    }

    private static void RunAll(SimulatedGroup group, string name, int count)
    {
        for (int number = 0; number < count; number++)
        {
            var calls = group.Alive.ToDictionary(slot => slot, slot => group.Call(slot, Sum(name, Value(slot / 3, number))));
            Assert.True(group.Network.RunUntil(() => calls.All(call => !group.Network.IsAlive(call.Key) || call.Value.IsEnded), SimulatedGroup.Limit), $"{name} {number}");
            Assert.All(calls.Values, call => Assert.Equal(Value(0, number) + Value(1, number), First(call.Result ?? throw call.Fault!)));
        }
    }
}
