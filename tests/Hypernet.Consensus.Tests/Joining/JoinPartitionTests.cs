using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Replication;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Joining;

/// <summary>The network is cut along replicas while some of them join.</summary>
public sealed class JoinPartitionTests
{
    [Theory]
    [InlineData(3, 2, 1)]
    [InlineData(3, 2, 2)]
    [InlineData(4, 3, 2)]
    [InlineData(5, 3, 2)]
    public void At_most_one_side_answers_while_replicas_join(int replicas, int quorum, int first)
    {
        var program = OperationList.OfScopes(2);
        int answered = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            string context = $"{replicas} replicas cut behind {first}, seed {seed}";
            var random = new Random(seed);
            var group = new ReplicatedGroup(program, replicas, quorum, (ulong)seed);
            var network = group.Group.Network;
            var sides = group.Slots.GroupBy(slot => slot % replicas < first).Select(side => side.ToArray()).ToList();
            int[] victims = [random.Next(replicas), replicas + random.Next(replicas)];
            group.Start(group.Slots);
            network.RunUntil(() => network.Events > random.Next(60), TimeSpan.FromSeconds(1));
            Array.ForEach(victims, slot => group.Restart(slot));
            network.RunUntil(() => network.Events > 60 + random.Next(200), TimeSpan.FromSeconds(1));
            network.Cut(sides[0], sides[1]);
            group.Wait(TimeSpan.FromSeconds(15));

            var after = group.Slots.ToDictionary(slot => slot, slot => group.Group.Call(slot, Sum("after", Value(group.PartitionOf(slot)))));
            group.Wait(TimeSpan.FromSeconds(15));
            var answering = sides.Where(side => side.Any(slot => after[slot].Result is not null)).ToList();
            Assert.True(answering.Count <= 1, $"{context}: two sides answered");
            Assert.All(answering, side => Assert.True(side.Length >= 2 * quorum, $"{context}: a side without a quorum answered"));
            answered += answering.Count;

            network.Heal();
            Assert.True(network.RunUntil(() => RestartLeftBehind(group, after) && after.Values.All(call => call.IsEnded) && group.Slots.All(group.IsDone), SimulatedGroup.Limit), $"{context}: somebody hangs after the cut");
            Assert.All(after.Values, call => Assert.Equal(Value(0) + Value(1), First(call.Result ?? throw call.Fault!)));
            Assert.Empty(group.Group.Violations);
            group.AssertWhole(context);
        }

        Assert.Equal(Math.Max(first, replicas - first) >= quorum, answered > 0);
    }

    [Fact]
    public void Replica_that_was_suspected_wrongly_begins_anew_and_catches_up()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var group = new ReplicatedGroup(OperationList.Sums(2, 300), seed: seed) { RestartsLeftBehind = true };
            var network = group.Group.Network;
            int silent = (int)(seed % 6);
            group.Start(group.Slots);
            network.RunUntil(() => group.CallsOf(0).Count > 10, TimeSpan.FromSeconds(1));
            network.Cut([silent], group.Slots.Except([silent]));
            group.Wait(TimeSpan.FromSeconds(10));
            network.Heal();

            group.Finish($"{silent} was cut off");
            group.AssertWhole($"{silent} was cut off");
            Assert.Equal(1, group.LeftBehind);
        }
    }

    // Replicas that were left behind begin anew, as their agents have them.
    private static bool RestartLeftBehind(ReplicatedGroup group, Dictionary<int, RecordedCall> after)
    {
        foreach (int slot in group.Slots.Where(slot => group.CallsOf(slot).Append(after[slot]).Any(call => call.Fault is LeftBehindException)).ToList())
        {
            group.Restart(slot);
            after[slot] = group.Group.Call(slot, Sum("after", Value(group.PartitionOf(slot))));
        }

        return true;
    }
}
