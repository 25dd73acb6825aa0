using Hypernet.Consensus.Membership;
using Hypernet.Network;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Replication;

public sealed class ReplicaPartitionTests
{
    [Theory]
    [InlineData(3, 2, 1)]
    [InlineData(3, 2, 2)]
    [InlineData(2, 2, 1)]
    [InlineData(4, 3, 2)]
    public void At_most_one_side_of_a_network_cut_along_replicas_answers(int replicas, int quorum, int first)
    {
        var program = OperationList.OfScopes(2);
        for (ulong seed = 0; seed < 12; seed++)
        {
            string context = $"{replicas} replicas cut behind {first}, seed {seed}";
            var group = new ReplicatedGroup(program, replicas, quorum, seed);
            var sides = group.Slots.GroupBy(slot => slot % replicas < first).Select(side => side.ToArray()).ToList();
            group.Start(group.Slots);
            group.Group.Network.RunUntil(() => group.Group.Network.Events > (long)(10 * seed), SimulatedGroup.Limit);
            group.Group.Network.Cut(sides[0], sides[1]);
            group.Wait(TimeSpan.FromSeconds(15));

            var after = group.Slots.ToDictionary(slot => slot, slot => group.Group.Call(slot, Sum("after", Value(group.PartitionOf(slot)))));
            group.Wait(TimeSpan.FromSeconds(15));
            var answering = sides.Where(side => side.Any(slot => after[slot].Result is not null)).ToList();
            Assert.All(answering, side => Assert.True(side.Length >= 2 * quorum, $"{context}: a side without a quorum answered"));
            Assert.Equal(Math.Max(first, replicas - first) >= quorum, answering.Count == 1);

            group.Group.Network.Heal();
            bool isOver = group.Group.Network.RunUntil(() => after.Values.All(call => call.IsEnded), SimulatedGroup.Limit);
            Assert.True(isOver, $"{context}: somebody hangs after the cut");
            Assert.All(after.Values, call => Assert.True(call.Result is not null || call.Fault is LeftBehindException, $"{context}: {call.Fault}"));
            Assert.Empty(group.Group.Violations);
            group.AssertWhole(context);
        }
    }

    [Fact]
    public void Frames_of_other_views_and_frames_sent_twice_alter_nothing()
    {
        var program = OperationList.OfScopes(2);
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var group = new ReplicatedGroup(program, seed: (ulong)seed);
            (group.Group.Network.Loss, group.Group.Network.Duplicate, group.Group.Network.Reorder) = (0.05, 0.2, 0.2);
            var first = View.First(new Seats(6, QuorumRule.Replicas, 3, 2));
            group.Group.Network.CrashAt(random.Next(6), random.Next(40));
            group.Start(group.Slots);
            for (int i = 0; i < 200 && group.Group.Network.Step() is not null; i++)
            {
                // What a mate was, or will be, entitled to send: of a view that is over, or was never decided.
                int from = random.Next(6);
                ulong view = random.Next(2) == 0 ? (ulong)random.NextInt64() : first.Id;
                bool isOld = group.Group.Nodes[from].View != first.Id;
                if ((view != first.Id || isOld) && group.Group.Network.IsAlive(from))
                {
                    group.Group.Network.Transport(from).Send((from + 1 + random.Next(5)) % 6, Header(random, view), new byte[random.Next(20)]);
                }
            }

            group.Finish($"seed {seed}");
            group.AssertWhole($"seed {seed}");
        }
    }

    [Theory]
    [InlineData(1, 3, FrameType.Data)]
    [InlineData(1, 0, FrameType.Data)]
    [InlineData(0, 1, FrameType.Data)]
    [InlineData(1, 3, FrameType.Fetch)]
    [InlineData(1, 2, FrameType.Fetch)]
    public void Replica_that_acts_beyond_its_role_is_gone(int from, int to, FrameType type)
    {
        var group = new ReplicatedGroup(OperationList.Sums(2, 3));
        ulong view = group.Group.Nodes[0].View;
        group.Group.Network.Transport(from).Send(to, new FrameHeader { Type = type, View = view, Flags = type == FrameType.Fetch ? (ushort)1 : (ushort)0 }, default);
        group.Wait(TimeSpan.FromSeconds(1));

        Assert.StartsWith($"{to} of {from}: ", Assert.Single(group.Group.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_harmed_by_frames_of_a_mate_that_breaks_rules()
    {
        const int Stranger = 4;
        var types = Enum.GetValues<FrameType>().Where(type => type >= FrameType.Data).ToArray();
        var program = OperationList.OfScopes(2);
        int expelled = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var group = new ReplicatedGroup(program, seed: (ulong)seed);
            group.Start(group.Slots);
            for (int i = 0; i < 20; i++)
            {
                byte[] payload = new byte[random.Next(random.Next(2) == 0 ? 200 : 8)];
                random.NextBytes(payload);
                ulong view = group.Group.Nodes[random.Next(2) == 0 ? 0 : Stranger].View;
                group.Group.Network.Transport(Stranger).Send((Stranger + 1 + random.Next(5)) % 6, Header(random, view) with { Type = types[random.Next(types.Length)] }, payload);
                group.Group.Network.Step();
            }

            int[] sound = [.. group.Slots.Except([Stranger])];
            Assert.True(group.Group.Network.RunUntil(() => sound.All(group.IsDone), SimulatedGroup.Limit), $"seed {seed}: {string.Join("; ", group.Group.Violations)}");
            group.AssertWhole($"seed {seed}", sound);
            expelled += group.Group.Violations.Count > 0 ? 1 : 0;
        }

        Assert.InRange(expelled, 30, 300);
    }

    private static FrameHeader Header(Random random, ulong view) => new()
    {
        Type = random.Next(3) switch { 0 => FrameType.Data, 1 => FrameType.Fetch, _ => FrameType.Result },
        View = view,
        Name = OperationKey.HashOf("x"),
        Number = (ulong)random.Next(3),
        Flags = (ushort)random.Next(2),
        Stable = (ulong)random.Next(4),
        Step = (ushort)random.Next(3),
    };
}
