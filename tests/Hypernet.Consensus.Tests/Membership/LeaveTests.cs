using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class LeaveTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void What_a_leaver_gave_stays_counted_wherever_it_leaves(int size)
    {
        for (int leaver = 0; leaver < size; leaver++)
        {
            bool isOver = false;
            for (long point = 0; !isOver; point++)
            {
                isOver = !LeaveAt(size, leaver, point);
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Heir_may_crash_at_every_point_and_the_rest_agrees(int size)
    {
        for (int victim = 0; victim < size; victim++)
        {
            for (long point = 0; point < 120; point++)
            {
                LeaveWhileAnotherCrashes(size, victim, point);
            }
        }
    }

    [Theory]
    [InlineData(1, QuorumRule.Survivors)]
    [InlineData(2, QuorumRule.Survivors)]
    [InlineData(7, QuorumRule.Survivors)]
    [InlineData(7, QuorumRule.Majority)]
    [InlineData(64, QuorumRule.Survivors)]
    public void All_may_leave_at_once(int size, QuorumRule quorum)
    {
        var group = new SimulatedGroup(size, quorum: quorum);
        new SumProgram(group, 2).Run("before");
        var left = Enumerable.Range(0, size).Select(slot => group.Nodes[slot].Leave()).ToList();

        Assert.True(group.Network.RunUntil(() => left.TrueForAll(task => task.IsCompletedSuccessfully), SimulatedGroup.Limit));
    }

    [Theory]
    [InlineData(QuorumRule.Survivors)]
    [InlineData(QuorumRule.Majority)]
    public void Last_one_works_alone_after_all_others_left(QuorumRule quorum)
    {
        const int Size = 5;
        var group = new SimulatedGroup(Size, quorum: quorum);
        for (int leaver = 0; leaver < Size - 1; leaver++)
        {
            group.Call(leaver, Calls.Sum("x", Calls.Value(leaver)));
            var left = group.Nodes[leaver].Leave();
            Assert.True(group.Network.RunUntil(() => left.IsCompletedSuccessfully, SimulatedGroup.Limit));
        }

        var last = group.Call(Size - 1, Calls.Sum("x", Calls.Value(Size - 1)));
        Assert.True(group.Network.RunUntil(() => last.IsEnded, SimulatedGroup.Limit));
        Assert.Equal(SlotSet.All(Size), last.Result!.Contributors);
        Assert.Equal(Enumerable.Range(0, Size).Sum(slot => Calls.Value(slot)), Calls.First(last.Result));
    }

    [Fact]
    public void Leaver_ends_its_own_calls_and_refuses_more()
    {
        var group = new SimulatedGroup(3);
        var call = group.Call(1, Calls.Sum("x", 1));
        var left = group.Nodes[1].Leave();

        Assert.IsType<GroupClosedException>(call.Fault);
        Assert.True(group.Network.RunUntil(() => left.IsCompletedSuccessfully, SimulatedGroup.Limit));
        Assert.IsType<GroupClosedException>(group.Call(1, Calls.Sum("x", 1)).Fault);
    }

    private static bool LeaveAt(int size, int leaver, long point)
    {
        string context = $"{size} ranks, {leaver} leaves at {point}";
        var group = new SimulatedGroup(size);
        var calls = new List<RecordedCall>[size];
        for (int slot = 0; slot < size; slot++)
        {
            // Of different names, in different orders, and the leaver has called them all.
            int first = slot;
            calls[slot] = [.. Enumerable.Range(0, 3).Select(i => (first + i) % 3).Select(name => slot == leaver || name < 2 ? group.Call(slot, Calls.Sum($"{name}", Calls.Value(slot, name))) : null!)];
        }

        bool isReached = group.Network.RunUntil(() => group.Network.Events >= point, TimeSpan.FromMilliseconds(50));
        var left = group.Nodes[leaver].Leave();
        Assert.True(group.Network.RunUntil(() => left.IsCompleted, SimulatedGroup.Limit), context);
        for (int slot = 0; slot < size; slot++)
        {
            if (slot != leaver)
            {
                calls[slot].Add(group.Call(slot, Calls.Sum("2", Calls.Value(slot, 2))));
                calls[slot].RemoveAll(call => call is null);
            }
        }

        Assert.True(group.Network.RunUntil(() => calls.Where((_, slot) => slot != leaver).All(own => own.TrueForAll(call => call.IsEnded)), SimulatedGroup.Limit), context);
        foreach (var call in calls.Where((_, slot) => slot != leaver).SelectMany(own => own))
        {
            Assert.True(call.Result?.Contributors.Count == size, $"{context}: {call.Result?.Contributors} {call.Fault}");
        }

        var last = calls.Where((_, slot) => slot != leaver).Select(own => Calls.First(own[^1].Result!)).ToList();
        Assert.All(last, value => Assert.Equal(Enumerable.Range(0, size).Sum(slot => Calls.Value(slot, 2)), value));
        Assert.Empty(group.Violations);
        return isReached;
    }

    private static void LeaveWhileAnotherCrashes(int size, int victim, long point)
    {
        string context = $"{size} ranks, {victim} crashes at {point}";
        var group = new SimulatedGroup(size);
        int leaver = (victim + 1) % size;
        group.Network.CrashAt(victim, point);
        var early = group.CallAll(slot => Calls.Sum("early", Calls.Value(slot)));
        group.Call(leaver, Calls.Sum("late", Calls.Value(leaver)));
        group.Network.RunUntil(() => group.Network.Events > 5, SimulatedGroup.Limit);
        var left = group.Nodes[leaver].Leave();
        var late = Enumerable.Range(0, size).ToDictionary(slot => slot, slot => slot == leaver ? null : group.Call(slot, Calls.Sum("late", Calls.Value(slot))));

        bool isDone = group.Network.RunUntil(
            () => left.IsCompleted && group.Alive.All(slot => slot == leaver || (early[slot].IsEnded && late[slot]!.IsEnded)), SimulatedGroup.Limit);
        Assert.True(isDone, context);
        var results = group.Alive.Where(slot => slot != leaver).Select(slot => late[slot]!.Result!).ToList();
        Assert.All(results, result => Assert.Equal(result.Contributors.Sum(slot => Calls.Value(slot)), Calls.First(result)));
        Assert.Single(results.Select(result => result.Contributors).Distinct());
        Assert.Empty(group.Violations);
    }
}
