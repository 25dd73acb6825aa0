using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Replication;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Joining;

/// <summary>A replica's process without memory becomes a member, and its program is told what is over.</summary>
public sealed class JoinTests
{
    private static readonly TimeSpan Patience = SimulatedGroup.Limit;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Replica_may_be_killed_at_every_event_and_join_anew(int partitions)
    {
        var program = OperationList.OfScopes(partitions);
        for (int victim = 0; victim < 3 * partitions; victim++)
        {
            for (long point = 0; point < 100 * partitions; point++)
            {
                string context = $"{victim} of {partitions} × 3 is killed at {point}";
                var group = new ReplicatedGroup(program, seed: (ulong)point);
                group.Group.Network.CrashAt(victim, point);
                group.Start(group.Slots);
                group.Group.Network.RunUntil(() => !group.Group.Network.IsAlive(victim), TimeSpan.FromSeconds(1));
                group.Wait(TimeSpan.FromMicroseconds(point % 3 * 700));
                group.Restart(victim);

                group.Finish(context);
                group.AssertWhole(context);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Founder_that_begins_after_its_host_has_refused_the_others_is_left_behind_and_joins(int late)
    {
        var group = new ReplicatedGroup(OperationList.Sums(2, 20)) { RestartsLeftBehind = true };
        group.Group.Network.Crash(late);
        group.Start(group.Slots.Except([late]));
        group.Finish("the others", late);
        group.Restart(late, isJoining: false);

        group.Finish("the late one");
        group.AssertWhole("late");
        Assert.Equal(1, group.LeftBehind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Replica_may_be_restarted_at_every_boundary_of_operations(int victim)
    {
        const int Operations = 40;
        var program = OperationList.Sums(2, Operations);
        for (int boundary = 0; boundary <= Operations; boundary++)
        {
            string context = $"{victim} is restarted after {boundary} operations";
            var group = new ReplicatedGroup(program, seed: (ulong)boundary);
            group.Group.Network.CrashAt(victim, 30);
            group.Start(group.Slots);
            Assert.True(group.Group.Network.RunUntil(() => group.CallsOf(1).Count(call => call.IsEnded) >= boundary, Patience), context);
            group.Restart(victim);

            group.Finish(context);
            group.AssertWhole(context);
        }
    }

    [Fact]
    public void Others_are_not_held_up_by_a_replica_that_is_behind()
    {
        const int Operations = 400;
        var group = new ReplicatedGroup(OperationList.Sums(2, Operations));
        group.Start(0, 1, 2, 3, 4, 5);
        Assert.True(group.Group.Network.RunUntil(() => group.CallsOf(0).Count > Operations / 2, Patience));
        group.Group.Restart(5);
        Assert.True(group.Group.Network.RunUntil(() => !group.Group.Nodes[5].IsJoining, Patience));

        group.Finish("the others, while it calls nothing", unless: 5);
        group.Restart(5);
        group.Finish("all");

        group.AssertWhole("all");
        Assert.All(group.Group.Nodes, node => Assert.InRange(node.Kept, 0, 2 * Bounds.Kept));
    }

    [Fact]
    public void Replica_that_has_caught_up_is_waited_for()
    {
        const int Operations = 300;
        var group = new ReplicatedGroup(OperationList.Sums(2, Operations));
        group.Start(0, 1, 2, 3, 4);
        Assert.True(group.Group.Network.RunUntil(() => group.CallsOf(0).Count > 50, Patience));
        group.Group.Restart(5);
        Assert.True(group.Group.Network.RunUntil(() => !group.Group.Nodes[5].IsJoining, Patience));
        int called = 0;
        var last = group.Group.Call(5, Sum("x", Value(1, called)));
        while (group.Group.Nodes[5].IsBehind && group.Group.Network.RunUntil(() => last.IsEnded, Patience))
        {
            last = group.Group.Call(5, Sum("x", Value(1, ++called)));
        }

        Assert.InRange(called, 30, Operations - 1);
        group.Wait(TimeSpan.FromMinutes(1));
        int ahead = group.CallsOf(0).Count(call => call.IsEnded);
        Assert.InRange(ahead, called, Operations - 1);
        Assert.InRange(ahead, called, called + 1 + Bounds.Outstanding + Bounds.AheadOfMates);
    }

    [Fact]
    public void Below_a_quorum_a_join_waits()
    {
        var group = new ReplicatedGroup(OperationList.OfScopes(2));
        group.Group.Network.Crash(3);
        group.Group.Network.Crash(4);
        group.Start(0, 1, 2, 5);
        group.Wait(TimeSpan.FromSeconds(5));
        group.Restart(3);
        group.Wait(TimeSpan.FromMinutes(1));

        Assert.True(group.Group.Nodes[3].IsJoining);
        Assert.All(group.Slots, slot => Assert.DoesNotContain(group.CallsOf(slot), call => call.IsEnded));
    }

    [Fact]
    public void Joiner_may_be_killed_while_it_joins_and_start_again()
    {
        var program = OperationList.OfScopes(2);
        for (int victim = 0; victim < 6; victim++)
        {
            for (long point = 0; point < 120; point += 1)
            {
                string context = $"{victim} is killed {point} events after its restart";
                var group = new ReplicatedGroup(program, seed: (ulong)point);
                var network = group.Group.Network;
                network.CrashAt(victim, 20);
                group.Start(group.Slots);
                network.RunUntil(() => network.Events > 40, TimeSpan.FromSeconds(1));
                group.Restart(victim);
                network.CrashAt(victim, network.Events + point);
                network.RunUntil(() => !network.IsAlive(victim), TimeSpan.FromSeconds(1));
                group.Restart(victim);

                group.Finish(context);
                group.AssertWhole(context);
            }
        }
    }

    [Fact]
    public void Supplier_may_be_killed_while_a_mate_replays()
    {
        const int Operations = 60;
        var program = OperationList.Sums(2, Operations);
        for (int point = 0; point < 200; point += 2)
        {
            string context = $"the supplier is killed {point} events after the join";
            var group = new ReplicatedGroup(program, seed: (ulong)point);
            var network = group.Group.Network;
            network.CrashAt(5, 20);
            group.Start(group.Slots);
            Assert.True(network.RunUntil(() => group.CallsOf(0).Count >= Operations / 2, Patience));
            group.Restart(5);
            Assert.True(network.RunUntil(() => !group.Group.Nodes[5].IsJoining, Patience), context);
            network.CrashAt(3, network.Events + point);

            group.Finish(context, unless: network.IsAlive(3) ? [3] : []);
            group.AssertWhole(context);
        }
    }
}
