using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class MismatchTests
{
    [Fact]
    public void Two_descriptors_end_the_operation_at_every_rank_and_nothing_else()
    {
        var group = new SimulatedGroup(5);
        var wrong = group.CallAll(slot => slot == 2 ? Calls.Sum("x", 1, 2) : Calls.Sum("x", 1));
        var right = group.CallAll(slot => Calls.Sum("x", Calls.Value(slot)));

        Assert.True(group.Run(wrong) && group.Run(right));
        Assert.All(wrong, call => Assert.Equal(
            "Operation 0 of \"x\": rank 0 called all_reduce(sum, f64, 1), rank 2 called all_reduce(sum, f64, 2). All ranks must call the same operations of a name in the same order.",
            Assert.IsType<ProgramMismatchException>(call.Fault).Message));
        Assert.All(right, call => Assert.Equal(SlotSet.All(5), call.Result!.Contributors));
        Assert.All(group.Nodes, node => Assert.Equal(SlotSet.All(5), node.Members));
        Assert.Empty(group.Violations);
    }

    [Fact]
    public void Rank_that_calls_later_learns_of_the_mismatch_at_once()
    {
        var group = new SimulatedGroup(4);
        var early = new[] { group.Call(0, Calls.Sum("x", 1)), group.Call(1, Calls.Sum("x", 1, 2)) };
        Assert.True(group.Network.RunUntil(() => early.All(call => call.IsEnded), SimulatedGroup.Limit));
        group.Network.RunUntil(() => false, TimeSpan.FromSeconds(1));

        var late = group.Call(3, Calls.Sum("x", 1));

        Assert.IsType<ProgramMismatchException>(late.Fault);
        Assert.Contains("rank 1 called all_reduce(sum, f64, 2)", late.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mismatch_reaches_all_survivors_wherever_the_one_that_is_wrong_crashes()
    {
        for (long point = 0; point < 60; point++)
        {
            var group = new SimulatedGroup(4);
            group.Network.CrashAt(2, point);
            var calls = group.CallAll(slot => Calls.Sum("x", slot == 2 ? [1, 2] : [Calls.Value(slot)]));

            Assert.True(group.Run(calls), $"crash at {point}");
            var ends = group.Alive.Where(slot => slot != 2).Select(slot => (calls[slot].Fault?.GetType(), calls[slot].Result?.Contributors)).Distinct();
            Assert.True(ends.Count() == 1, $"crash at {point}");
        }
    }

    [Fact]
    public void What_was_handed_over_must_be_of_the_same_operation()
    {
        var group = new SimulatedGroup(3);
        group.Call(1, Calls.Sum("x", 1, 2));
        var left = group.Nodes[1].Leave();
        Assert.True(group.Network.RunUntil(() => left.IsCompletedSuccessfully, SimulatedGroup.Limit));

        var calls = new[] { group.Call(0, Calls.Sum("x", 1)), group.Call(2, Calls.Sum("x", 1)) };

        Assert.True(group.Network.RunUntil(() => calls.All(call => call.IsEnded), SimulatedGroup.Limit));
        Assert.All(calls, call => Assert.IsType<ProgramMismatchException>(call.Fault));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Exchange_that_has_ended_at_one_rank_still_tells_the_others_of_another_graph(bool sends)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var group = new SimulatedGroup(3, seed);
            var calls = group.CallAll(slot => slot == 2 ? Exchange(2, [[2], [0], sends ? [1] : []]) : Exchange(1, [[1], [2], [0]]));

            Assert.True(group.Run(calls), $"seed {seed}");
            Assert.All((int[])[0, 2], slot => Assert.IsType<ProgramMismatchException>(calls[slot].Fault));
        }
    }

    private static OperationCall Exchange(ulong graph, int[][] outNeighbors) => new()
    {
        Descriptor = new Descriptor { Kind = OperationKind.Exchange, Type = ElementType.F64, Count = 1, Parameter = graph },
        Contribution = new byte[sizeof(double)],
        Name = "x",
        OutNeighbors = outNeighbors,
    };
}
