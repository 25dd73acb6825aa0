using System.Runtime.InteropServices;
using Xunit;

namespace Hypernet.Consensus.Audit;

public sealed class TranscriptTests
{
    private static readonly Hash256 Start = Hash256.Of("start"u8);
    private static readonly Descriptor Sum = new() { Kind = OperationKind.AllReduce, Operator = ReduceOperator.Sum, Type = ElementType.F64, Count = 2 };
    private static readonly Descriptor Vote = new() { Kind = OperationKind.AllReduce, Operator = ReduceOperator.And, Type = ElementType.Bool, Count = 1 };

    [Fact]
    public void Program_without_collectives_has_the_transcript_that_it_started_with() => Assert.Equal(Start, new Transcript(Start).Value);

    [Fact]
    public void Order_of_names_does_not_matter_and_order_within_a_name_does()
    {
        var random = new Random(1);
        var calls = from name in new[] { "a", "b", "ä" } from communicator in new uint[] { 0, 1 } from number in Enumerable.Range(0, 4) select (Key: new ChainKey(communicator, name), Number: (ulong)number);
        var expected = Fill(calls);
        Assert.Equal(24UL, expected.Operations);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(expected.Value, Fill(calls.OrderBy(_ => random.Next())).Value);
        }

        Assert.NotEqual(expected.Value, Fill(calls, swapped: true).Value);
        Assert.NotEqual(expected.Value, Fill(calls.SkipLast(1)).Value);
    }

    [Fact]
    public void Every_part_of_an_operation_counts()
    {
        byte[] given = Bytes(1, 2);
        Action<Transcript>[] variants =
        [
            transcript => transcript.Give(new ChainKey(0, "a"), 0, Sum, given),
            transcript => transcript.Give(new ChainKey(1, "a"), 0, Sum, given),
            transcript => transcript.Give(new ChainKey(0, "b"), 0, Sum, given),
            transcript => transcript.Give(new ChainKey(0, "a"), 0, Sum with { Operator = ReduceOperator.Mean }, given),
            transcript => transcript.Give(new ChainKey(0, "a"), 0, Sum, Bytes(1, 3)),
            transcript => transcript.Give(new ChainKey(0, "a"), 0, Sum, Bytes(-0.0, 2)),
            transcript => transcript.Give(new ChainKey(0, "a"), 0, Sum, Bytes(0.0, 2)),
            transcript => transcript.Decide(new ChainKey(0, "a"), 0, Sum, given),
            transcript => transcript.Give(new ChainKey(0, "a"), 0, Sum, default),
        ];
        var values = variants.Select(variant =>
        {
            var transcript = new Transcript(Start);
            variant(transcript);
            return transcript.Value;
        });

        Assert.Equal(variants.Length, values.Distinct().Count());
    }

    [Fact]
    public void Every_NaN_is_one_and_the_same_wherever_it_stands()
    {
        double other = BitConverter.UInt64BitsToDouble(0xFFF0_0000_DEAD_BEEF);
        foreach (int length in new[] { 1, 3, 8, 8_191, 8_192, 8_193, 20_000 })
        {
            double[] values = [.. Enumerable.Range(0, length).Select(i => (double)i)];
            values[^1] = double.NaN;
            var canonical = CanonicalContribution.Digest(ElementType.F64, Bytes([.. values[..^1], BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000)]));
            Assert.Equal(canonical, CanonicalContribution.Digest(ElementType.F64, Bytes(values)));
            values[^1] = other;
            Assert.Equal(canonical, CanonicalContribution.Digest(ElementType.F64, Bytes(values)));
            Assert.Equal(canonical, Hash256.Of(Bytes([.. values[..^1], BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000)])));
            Assert.NotEqual(canonical, CanonicalContribution.Digest(ElementType.I64, Bytes(values)));
        }

        // The parts of a scatter do not begin at a multiple of 8.
        var scatter = new Descriptor { Kind = OperationKind.Scatter, Type = ElementType.F64, Count = 1 };
        Assert.Equal(
            CanonicalContribution.Digest(scatter, PartList.Write([Bytes(1), Bytes(double.NaN), Bytes(3)])),
            CanonicalContribution.Digest(scatter, PartList.Write([Bytes(1), Bytes(other), Bytes(3)])));
    }

    [Fact]
    public void Decision_is_awaited_by_later_calls_of_its_name()
    {
        var transcript = new Transcript(Start);
        var key = new ChainKey(0, "");
        transcript.Give(key, 0, Sum, Bytes(1, 2));
        Assert.Empty(transcript.Give(key, 2, Sum, Bytes(3, 4)));
        Assert.False(transcript.IsWhole);
        Assert.Throws<InvalidOperationException>(() => transcript.Value);

        var steps = transcript.Decide(key, 1, Vote, [1]);
        Assert.Equal([1UL, 2UL], steps.Select(step => step.Number));
        var inOrder = new Transcript(Start);
        inOrder.Give(key, 0, Sum, Bytes(1, 2));
        var second = inOrder.Decide(key, 1, Vote, [1]);
        var third = inOrder.Give(key, 2, Sum, Bytes(3, 4));
        Assert.Equal(inOrder.Value, transcript.Value);
        Assert.Equal([second[0].Head, third[0].Head], steps.Select(step => step.Head));

        // Who opens a contribution shows that it is the sealed one.
        var link = Transcript.LinkOf(2, Sum, isDecided: false, 16, CanonicalContribution.Digest(Sum, Bytes(3, 4)));
        Assert.Equal(steps[1].Head, HashChain.Extend(steps[0].Head, link));
    }

    [Fact]
    public void Restored_at_any_point_it_ends_as_if_it_had_never_stopped()
    {
        var random = new Random(2);
        var calls = (from name in new[] { "", "gradient", "x" } from number in Enumerable.Range(0, 5) select (Key: new ChainKey(0, name), Number: (ulong)number)).OrderBy(_ => random.Next()).ToList();
        var expected = Fill(calls).Value;
        for (int stop = 0; stop <= calls.Count; stop++)
        {
            byte[] snapshot = Fill(calls.Take(stop)).Snapshot();
            var restored = Transcript.Restore(snapshot)!;
            Assert.Equal(snapshot, restored.Snapshot());
            Assert.Equal(expected, Fill(calls.Skip(stop), restored).Value);
        }
    }

    [Fact]
    public void Damaged_snapshot_is_refused_or_another_transcript()
    {
        var transcript = new Transcript(Start);
        transcript.Give(new ChainKey(0, "a"), 0, Sum, Bytes(1, 2));
        transcript.Give(new ChainKey(0, "b"), 3, Sum, Bytes(1, 2));
        byte[] snapshot = transcript.Snapshot();
        for (int length = 0; length < snapshot.Length; length++)
        {
            Assert.Null(Transcript.Restore(snapshot.AsSpan(0, length)));
        }

        Assert.Null(Transcript.Restore([.. snapshot, 0]));
        for (int i = 0; i < snapshot.Length; i++)
        {
            byte[] damaged = [.. snapshot];
            damaged[i] ^= 0xA5;
            Assert.NotEqual(snapshot, Transcript.Restore(damaged)?.Snapshot());
        }
    }

    private static Transcript Fill(IEnumerable<(ChainKey Key, ulong Number)> calls, Transcript? transcript = null, bool swapped = false)
    {
        transcript ??= new Transcript(Start);
        foreach (var (key, number) in calls)
        {
            transcript.Give(key, swapped ? number ^ 1 : number, Sum, Bytes(key.Name.Length + (10 * key.Communicator), number));
        }

        return transcript;
    }

    private static byte[] Bytes(params double[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
