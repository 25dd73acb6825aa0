using System.Runtime.InteropServices;
using Hypernet.Consensus.Runs;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Audit;

/// <summary>Lies that make honest slots send something else than a replay of the operation gives: none of these is named.</summary>
public sealed class CulpritTests
{
    private const int Finished = 2;
    private const int Overflowed = 3;

    // Elements of which each partition owns a segment.
    private const int Elements = 20_000;

    [Theory]
    [InlineData(OperationKind.AllReduce)]
    [InlineData(OperationKind.Reduce)]
    public void Owner_of_a_segment_that_says_that_a_sum_overflowed_which_did_not_is_named(OperationKind kind)
    {
        var group = new AuditGroup([partition => Integers(kind, partition)], 3)
        {
            Output = (slot, _, output) => slot != 3 ? output : new Restepped(output, Finished, Overflowed, first => (first, default)),
        };
        AssertNamed(group, 3);
    }

    [Theory]
    [InlineData(OperationKind.AllReduce)]
    [InlineData(OperationKind.Reduce)]
    public void Owner_of_a_segment_that_hides_that_a_sum_overflowed_is_named(OperationKind kind)
    {
        var group = new AuditGroup([partition => Integers(kind, partition, long.MaxValue)], 3)
        {
            Output = (slot, _, output) => slot != 3 ? output : new Restepped(output, Overflowed, Finished, _ => (Elements / 3, new byte[(Elements * 2 / 3 - Elements / 3) * sizeof(long)])),
        };
        AssertNamed(group, 3);
    }

    [Fact]
    public void Leaf_whose_message_has_fewer_parts_than_it_should_is_named_and_not_who_passes_it_on()
    {
        // Partition 2 passes on to the root what 3 gives: in three parts, whether 3 has sent one or two.
        var group = new AuditGroup([partition => Of(OperationKind.Gather, "x", 0, new byte[300_000])], 4)
        {
            Schedule = ScheduleKind.Tree,
            Play = (slot, _, run) => slot == 9 ? new Liar.Run(run, _ => new byte[250_000]) : run,
        };
        AssertNamed(group, 9);
    }

    [Theory]
    [InlineData(OperationKind.AllReduce)]
    [InlineData(OperationKind.Reduce)]
    public void Root_to_which_nobody_answers_for_what_it_received_in_an_earlier_view_is_not_named(OperationKind kind)
    {
        int unanswered = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            // 3 alters what it gives, and once 8 has died says nothing of what it sent before. The root passes on what came of it, or tells its mates.
            var group = new AuditGroup([partition => Sum("x", 1, partition) is var call ? call with { Descriptor = call.Descriptor with { Kind = kind } } : call], 3, 3, (ulong)seed)
            {
                Schedule = ScheduleKind.Star,
                Play = (slot, _, run) => slot == 3 ? new Liar.Run(run, given => Liar.Flip(given, new Random(seed))) : run,
                Transport = (slot, transport) => slot == 3 ? new Liar.Transport(transport, (_, message) => Liar.Begins(message, item => item with { Heads = [] })) : transport,
            };
            group.Network.CrashAt(8, 50 + (5 * seed));
            Assert.True(group.Run(3));
            Assert.All(Enumerable.Range(0, 8).Where(slot => slot != 3), slot => Assert.True(group.Outcomes[slot]!.End == AuditEnd.Undecided, $"seed {seed}: {group.Outcomes[slot]!.Text}"));
            unanswered += group.Outcomes[0]!.Text.EndsWith("Partition 1 does not answer for what slot 0.0 received of it.", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(unanswered > 0);
    }

    [Fact]
    public void Replica_that_computed_something_else_and_supplies_once_another_has_died_is_not_named()
    {
        int told = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            var group = new AuditGroup([partition => Sum("x", partition, 1)], 2, 5, (ulong)seed) { Give = (slot, _, call) => slot == 1 ? Sum("c/x", 7, 7) : call };
            group.Network.CrashAt(0, 300 + (50 * seed));
            Assert.True(group.Run());
            Assert.All(group.Outcomes.Skip(1), outcome => Assert.True(outcome!.End != AuditEnd.Failed, $"seed {seed}: {outcome.Text}"));
            told += group.Outcomes[2]!.Text.EndsWith("Slot 0.1 says that it gave something else than its replicas.", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(told > 0);
    }

    private static OperationCall Integers(OperationKind kind, long value, long middle = 0)
    {
        long[] values = new long[Elements];
        Array.Fill(values, value);
        values[Elements / 2] = middle;
        return new OperationCall
        {
            Descriptor = new Descriptor { Kind = kind, Type = ElementType.I64, Operator = ReduceOperator.Sum, Count = Elements },
            Contribution = MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
            Name = "x",
        };
    }

    private static void AssertNamed(AuditGroup group, int liar)
    {
        bool isDone = group.Run(liar);
        int[] honest = [.. Enumerable.Range(0, group.Size).Where(slot => slot != liar)];
        string words = string.Join("; ", honest.Select(slot => group.Outcomes[slot]?.Text ?? group.ClosedBy(slot)?.Message).Concat(group.Violations).Distinct());
        Assert.True(isDone && group.Violations.Count == 0, words);
        Assert.True(honest.All(slot => group.Outcomes[slot] is { End: AuditEnd.Failed, Culprits: { } culprits } && culprits.Equals(SlotSet.Of(group.Size, liar))), words);
    }

    /// <summary>An output that sends in another step what it should send in one.</summary>
    private sealed class Restepped(IRunOutput output, int from, int to, Func<long, (long First, ReadOnlyMemory<byte> Payload)> part) : IRunOutput
    {
        public void Send(int slot, int step, int chunk, long first, ReadOnlyMemory<byte> sent)
        {
            if (step == from)
            {
                var (other, payload) = part(first);
                output.Send(slot, to, chunk, other, payload);
            }
            else
            {
                output.Send(slot, step, chunk, first, sent);
            }
        }

        public void Complete(OperationResult result) => output.Complete(result);

        public void Fail(ConsensusException fault) => output.Fail(fault);

        public void Violated(int slot, string rule) => output.Violated(slot, rule);
    }
}
