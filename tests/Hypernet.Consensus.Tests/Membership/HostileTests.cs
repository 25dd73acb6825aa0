using Hypernet.Network;
using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class HostileTests
{
    private const int Size = 4;
    private const int Stranger = 2;

    private static readonly FrameType[] Types = [.. Enum.GetValues<FrameType>().Where(type => type >= FrameType.Data)];

    [Fact]
    public void Frames_of_other_views_alter_nothing()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var group = new SimulatedGroup(Size, (ulong)seed);
            var calls = group.CallAll(slot => Calls.Sum("x", Calls.Value(slot)));
            for (int i = 0; i < 40; i++)
            {
                byte[] payload = new byte[random.Next(64)];
                random.NextBytes(payload);
                group.Network.Transport(Stranger).Send(random.Next(2), Header(random) with { Type = FrameType.Data }, payload);
                group.Network.Step();
            }

            Assert.True(group.Run(calls), $"seed {seed}");
            Assert.Empty(group.Violations);
            Assert.All(calls, call => Assert.Equal(Enumerable.Range(0, Size).Sum(slot => Calls.Value(slot)), Calls.First(call.Result!)));
        }
    }

    [Fact]
    public void Nobody_is_harmed_by_frames_of_a_member_that_breaks_rules()
    {
        ulong view = View.First(new Seats(Size, QuorumRule.Survivors)).Id;
        int expelled = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var group = new SimulatedGroup(Size, (ulong)seed);
            var calls = group.CallAll(slot => Calls.Sum("x", Calls.Value(slot)));
            for (int i = 0; i < 20; i++)
            {
                byte[] payload = new byte[random.Next(random.Next(2) == 0 ? 200 : 8)];
                random.NextBytes(payload);
                bool isMeant = random.Next(2) == 0;
                var header = Header(random) with { Type = Types[random.Next(Types.Length)], View = random.Next(2) == 0 ? view : 7, Flags = (ushort)random.Next(3) };
                header = isMeant ? header with { Name = OperationKey.HashOf("x"), Number = 0, Descriptor = Calls.Sum("x", 1).Descriptor.Hash(), Step = (ushort)random.Next(3), Chunk = 0, First = 0 } : header;
                group.Network.Transport(Stranger).Send(new[] { 0, 1, 3 }[random.Next(3)], header, payload);
                group.Network.Step();
            }

            int[] sound = [0, 1, 3];
            bool isDone = group.Network.RunUntil(() => sound.All(slot => calls[slot].IsEnded), SimulatedGroup.Limit);
            Assert.True(isDone, $"seed {seed}: somebody hangs: {string.Join("; ", group.Violations)}");
            var results = sound.Select(slot => calls[slot].Result?.Contributors).Distinct().ToList();
            Assert.True(results is [not null], $"seed {seed}: {string.Join(" | ", results)} {calls[0].Fault}");
            double expected = results[0]!.Sum(slot => Calls.Value(slot));
            Assert.All(sound, slot => Assert.Equal(expected, Calls.First(calls[slot].Result!)));
            expelled += group.Nodes[0].Members.Contains(Stranger) ? 0 : 1;
        }

        Assert.InRange(expelled, 50, 450);
    }

    [Fact]
    public void Frames_without_a_call_are_kept_within_the_bound_only()
    {
        var group = new SimulatedGroup(Size);
        ulong view = View.First(new Seats(Size, QuorumRule.Survivors)).Id;
        for (ulong number = 0; number <= Bounds.Outstanding; number++)
        {
            group.Network.Transport(Stranger).Send(0, new FrameHeader { Type = FrameType.Data, View = view, Name = 1, Number = number }, new byte[100]);
        }

        group.Network.RunUntil(() => group.Violations.Count > 0, TimeSpan.FromSeconds(1));

        Assert.Contains("64 operations", Assert.Single(group.Violations), StringComparison.Ordinal);
        Assert.True(group.Network.RunUntil(() => !group.Nodes[0].Members.Contains(Stranger), SimulatedGroup.Limit));
    }

    private static FrameHeader Header(Random random) => new()
    {
        Type = FrameType.Data,
        View = (ulong)random.NextInt64(),
        Name = random.Next(2) == 0 ? OperationKey.HashOf("x") : (ulong)random.NextInt64(),
        Number = (ulong)random.Next(3),
        Descriptor = (ulong)random.NextInt64(),
        Stable = (ulong)random.NextInt64(),
        Step = (ushort)random.Next(4),
        Chunk = (uint)random.Next(3),
        First = (ulong)random.Next(3),
    };
}
