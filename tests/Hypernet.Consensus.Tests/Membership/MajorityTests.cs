using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class MajorityTests
{
    [Theory]
    [InlineData(5, 2)]
    [InlineData(5, 3)]
    [InlineData(4, 2)]
    [InlineData(6, 1)]
    public void At_most_one_side_of_a_partition_answers(int size, int first)
    {
        for (ulong seed = 0; seed < 8; seed++)
        {
            var group = new SimulatedGroup(size, seed, QuorumRule.Majority);
            var sides = new[] { Enumerable.Range(0, first).ToArray(), [.. Enumerable.Range(first, size - first)] };
            group.Network.RunUntil(() => group.Network.Events > (long)seed, SimulatedGroup.Limit);
            var calls = group.CallAll(slot => Calls.Sum("x", Calls.Value(slot)));
            group.Network.RunUntil(() => group.Network.Events > (long)(2 * seed), SimulatedGroup.Limit);
            group.Network.Cut(sides[0], sides[1]);
            group.Network.RunUntil(() => false, TimeSpan.FromSeconds(15));

            var after = group.CallAll(slot => Calls.Sum("y", Calls.Value(slot)));
            group.Network.RunUntil(() => false, TimeSpan.FromSeconds(15));
            var answering = sides.Where(side => side.Any(slot => after[slot].Result is not null)).ToList();
            Assert.All(answering, side => Assert.True(2 * side.Length > size, $"seed {seed}: a minority answered"));
            Assert.Equal(2 * Math.Max(first, size - first) > size, answering.Count == 1);

            group.Network.Heal();
            Assert.True(group.Run(calls) && group.Run(after), $"seed {seed}: somebody hangs after the partition");
            Assert.All(calls.Concat(after), call => Assert.True(call.Result is not null || call.Fault is LeftBehindException, $"{call.Fault}"));

            // Who was left behind may have been given, just before, what the others never heard of (docs/spec/dac.md §5).
            var members = Enumerable.Range(0, size).Where(slot => after[slot].Result is not null).ToList();
            var ends = members.Select(slot => (calls[slot].Result!.Contributors, after[slot].Result!.Contributors)).Distinct();
            Assert.True(ends.Count() == 1, $"seed {seed}: {string.Join(" | ", members.Select(slot => $"{slot}: {calls[slot].Result!.Contributors} {after[slot].Result!.Contributors}"))}");
        }
    }

    [Fact]
    public void Silent_death_is_suspected_and_the_majority_goes_on()
    {
        var group = new SimulatedGroup(5, quorum: QuorumRule.Majority);
        group.Network.Crash(0, isProven: false);
        var calls = group.CallAll(slot => Calls.Sum("x", Calls.Value(slot)));

        Assert.True(group.Run(calls));
        Assert.All(group.Alive, slot => Assert.Equal("1, 2, 3, 4", calls[slot].Result!.Contributors.ToString()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Silence_is_suspected_as_late_as_was_asked_for(int seconds)
    {
        var group = new SimulatedGroup(5, quorum: QuorumRule.Majority, leastSilence: seconds);
        group.Network.Crash(0, isProven: false);
        var calls = group.CallAll(slot => Calls.Sum("x", Calls.Value(slot)));

        Assert.False(group.Network.RunUntil(() => calls.Any(call => call.IsEnded), TimeSpan.FromSeconds(seconds)));
        Assert.True(group.Network.RunUntil(() => group.Alive.All(slot => calls[slot].IsEnded), TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void Silence_is_no_proof_where_survivors_decide()
    {
        var group = new SimulatedGroup(3);
        group.Network.Cut([2], [0, 1]);
        var calls = group.CallAll(slot => Calls.Sum("x", Calls.Value(slot)));
        Assert.False(group.Network.RunUntil(() => calls.Any(call => call.IsEnded), TimeSpan.FromMinutes(2)));

        group.Network.Heal();

        Assert.True(group.Run(calls));
        Assert.All(calls, call => Assert.Equal(SlotSet.All(3), call.Result!.Contributors));
    }

    [Fact]
    public void Slow_rank_is_waited_for()
    {
        var group = new SimulatedGroup(5, quorum: QuorumRule.Majority);
        var calls = Enumerable.Range(0, 4).Select(slot => group.Call(slot, Calls.Sum("x", Calls.Value(slot)))).ToList();
        Assert.False(group.Network.RunUntil(() => calls.Exists(call => call.IsEnded), TimeSpan.FromMinutes(2)));

        calls.Add(group.Call(4, Calls.Sum("x", Calls.Value(4))));

        Assert.True(group.Run(calls));
        Assert.All(calls, call => Assert.Equal(SlotSet.All(5), call.Result!.Contributors));
    }

    [Fact]
    public void Last_rank_of_a_group_that_lost_one_can_leave()
    {
        var group = new SimulatedGroup(5, quorum: QuorumRule.Majority);
        Assert.True(group.Run(group.CallAll(slot => Calls.Sum("x", Calls.Value(slot)))));
        group.Network.Crash(3);
        foreach (int slot in (int[])[1, 4, 2, 0])
        {
            var left = group.Nodes[slot].Leave();
            Assert.True(group.Network.RunUntil(() => left.IsCompletedSuccessfully, SimulatedGroup.Limit), $"{slot} cannot leave");
        }
    }
}
