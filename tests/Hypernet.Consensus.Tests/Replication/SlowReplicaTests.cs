using Hypernet.Consensus.Membership;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Replication;

public sealed class SlowReplicaTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Slow_supplier_is_replaced_and_stays_a_member(int slow)
    {
        var group = new ReplicatedGroup(OperationList.Sums(2, 5));
        ulong first = group.Group.Nodes[0].View;
        group.Start(group.Slots.Except([slow]));
        group.Wait(TimeSpan.FromSeconds(1.5));
        Assert.All(group.Slots, slot => Assert.DoesNotContain(group.CallsOf(slot), call => call.IsEnded));
        Assert.Equal(first, group.Group.Nodes[1].View);

        group.Finish("the others", slow);
        Assert.NotEqual(first, group.Group.Nodes[1].View);
        group.Start(slow);

        group.Finish("the slow one");
        group.AssertWhole("slow");
        Assert.Single(group.Group.Nodes.Select(node => node.View).Distinct());
    }

    [Fact]
    public void Supplier_is_not_replaced_while_its_mates_are_as_slow()
    {
        var group = new ReplicatedGroup(OperationList.Sums(2, 2));
        ulong first = group.Group.Nodes[0].View;
        group.Start(0, 1, 2);
        group.Wait(TimeSpan.FromMinutes(1));
        Assert.All(group.Group.Nodes, node => Assert.Equal(first, node.View));

        group.Start(3, 4, 5);

        group.Finish("all");
        Assert.All(group.Group.Nodes, node => Assert.Equal(first, node.View));
    }

    [Fact]
    public void Supplier_is_not_replaced_again_before_something_was_completed()
    {
        // Each calls what the others do not: whoever supplies seems slow to its mates.
        var group = new SimulatedGroup(6, quorum: QuorumRule.Replicas, replicas: 3);
        var calls = new List<RecordedCall>
        {
            group.Call(0, Sum("a", 1)), group.Call(1, Sum("b", 1)), group.Call(2, Sum("c", 1)),
        };
        var views = new HashSet<ulong>();
        group.Network.RunUntil(() => views.Add(group.Nodes[0].View) && false, TimeSpan.FromMinutes(2));

        Assert.Equal(2, views.Count);
        Assert.DoesNotContain(calls, call => call.IsEnded);
    }

    [Fact]
    public void Mate_that_takes_a_slow_ones_place_may_crash_at_any_event()
    {
        var program = OperationList.OfScopes(2);
        for (long point = 0; point < 150; point++)
        {
            var group = new ReplicatedGroup(program, seed: (ulong)point);
            group.Start(0, 1, 2, 4, 5);
            group.Group.Network.RunUntil(() => group.Group.Nodes[0].View != group.Group.Nodes[3].View || group.CallsOf(0).Count > 1, SimulatedGroup.Limit);
            group.Group.Network.CrashAt(4, group.Group.Network.Events + point);
            group.Start(3);

            group.Finish($"crash {point} after the change");
            group.AssertWhole($"crash {point} after the change");
        }
    }
}
