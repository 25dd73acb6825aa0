using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Runs;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Audit;

public sealed class ClaimTests
{
    private static readonly AuditOptions Options = new() { Context = "a job"u8.ToArray() };

    [Fact]
    public void Whoever_received_another_result_finds_out_with_the_next_frame_and_nothing_is_delivered_any_more()
    {
        // The root's supplier tells rank 2 something else than the others.
        var group = Group();
        var first = Broadcast(group, "c/x");
        Assert.True(group.Run(first));
        Assert.NotEqual(first[0].Result!.Value.ToArray(), first[6].Result!.Value.ToArray());

        var second = Broadcast(group, "c/x");
        group.Network.RunUntil(() => false, TimeSpan.FromSeconds(30));

        Assert.All([second[0], second[6]], call => Assert.Contains("other results", Assert.IsType<DivergenceException>(call.Fault).Message, StringComparison.Ordinal));
        Assert.All(second, call => Assert.Null(call.Result));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Audit_desk_is_told_before_anything_more_is_delivered_and_halts_its_node_or_lets_it_go_on(bool isHalting)
    {
        var group = Group();
        var desk = new Desk(() => isHalting && group.Nodes[0].Locked(machine =>
        {
            machine.Halt();
            return true;
        }));
        foreach (var (slot, node) in group.Nodes.Index())
        {
            node.Desk = slot == 0 ? desk : new Desk(() => false);
        }

        var first = Broadcast(group, "c/x");
        Assert.True(group.Run(first));
        var second = Broadcast(group, "c/x");
        group.Network.RunUntil(() => false, TimeSpan.FromSeconds(30));

        Assert.Equal((6, new ChainKey(0, "c/x"), 1UL), Assert.Single(desk.Divergences));
        Assert.All(second, call => Assert.Equal(!isHalting, call.IsEnded));
        group.Nodes[0].Locked(machine =>
        {
            machine.Fail(new DivergenceException("rank 0 lied"));
            return true;
        });
        Assert.Equal(isHalting ? "rank 0 lied" : null, second[0].Fault?.Message);
    }

    [Fact]
    public void Other_names_say_nothing_of_it()
    {
        var group = Group();
        Assert.True(group.Run(Broadcast(group, "c/x")));
        Assert.True(group.Run(group.CallAll(slot => Sum("c/y", Value(slot / 3)))));
    }

    private static SimulatedGroup Group() => new(
        9, quorum: QuorumRule.Replicas, replicas: 3, audit: Options, schedule: ScheduleKind.Star, lies: (slot, output) => slot == 0 ? new Liar(output) : output);

    private static RecordedCall[] Broadcast(SimulatedGroup group, string name) =>
        group.CallAll(slot => Of(OperationKind.Broadcast, name, root: 0, slot < 3 ? [1, 2, 3] : []));

    private sealed class Liar(IRunOutput output) : IRunOutput
    {
        public void Send(int slot, int step, int chunk, long first, ReadOnlyMemory<byte> payload)
        {
            byte[] sent = payload.ToArray();
            if (slot == 2 && sent.Length > 3)
            {
                sent[^1] ^= 1;
            }

            output.Send(slot, step, chunk, first, sent);
        }

        public void Complete(OperationResult result) => output.Complete(result);

        public void Fail(ConsensusException fault) => output.Fail(fault);

        public void Violated(int slot, string rule) => output.Violated(slot, rule);
    }

    private sealed class Desk(Func<bool> diverged) : IAuditDesk
    {
        public List<(int Slot, ChainKey Key, ulong Count)> Divergences { get; } = [];

        public void Received(int slot, ReadOnlyMemory<byte> message)
        {
        }

        public void Ended(OperationEvidence operation)
        {
        }

        public void Diverged(int slot, ChainKey key, ulong count)
        {
            Divergences.Add((slot, key, count));
            diverged();
        }

        public void MembersChanged(SlotSet members)
        {
        }

        public void Met(int slot)
        {
        }
    }
}
