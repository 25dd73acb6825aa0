using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace Hypernet.Consensus.Runs;

/// <summary>The bytes of docs/spec/collectives.md, written by hand from it: from, to, step, chunk, first, payload.</summary>
public sealed class GoldenFrameTests
{
    private static readonly byte[][] Numbers = [.. new[] { 1.0, 1.5, -0.0 }.Select(BitConverter.GetBytes)];

    private static readonly byte[][] Texts = ["a"u8.ToArray(), "bc"u8.ToArray(), ""u8.ToArray()];

    [Fact]
    public void A_sum_goes_up_as_exact_sums_and_comes_down_rounded() => AssertFrames(
        new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 1 },
        ScheduleKind.Star,
        Numbers,
        "1 0 0 0 0 02 234302 00000080 01000000",
        "2 0 0 0 0 04 01",
        "0 1 1 0 0 07 00 0000000000000440",
        "0 2 1 0 0 07 00 0000000000000440");

    [Fact]
    public void A_census_sends_what_it_has_received_with_or_without_its_own() => AssertFrames(
        new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Max, Count = 1 },
        ScheduleKind.Census,
        Numbers,
        "0 1 0 0 0 01 000000000000F03F",
        "1 2 0 0 0 02 000000000000F83F",
        "2 0 0 0 0 04 0000000000000080",
        "0 1 1 0 0 04 0000000000000080",
        "1 2 1 0 0 01 000000000000F03F",
        "2 0 1 0 0 02 000000000000F83F");

    [Fact]
    public void A_gather_carries_lengths_and_bytes_and_its_root_alone_receives_them() => AssertFrames(
        new Descriptor { Kind = OperationKind.Gather, Root = 2 },
        ScheduleKind.Tree,
        Texts,
        "0 2 0 0 0 01 01000000 61",
        "1 2 0 0 0 02 02000000 6263",
        "2 0 1 0 0 07 00",
        "2 1 1 0 0 07 00");

    [Fact]
    public void An_ordered_merge_carries_the_greatest_whole_nodes() => AssertFrames(
        new Descriptor { Kind = OperationKind.Reduce, Operator = ReduceOperator.Ordered, Root = 2 },
        ScheduleKind.Tree,
        [.. Texts, "d"u8.ToArray()],
        "3 2 0 0 0 08 00 01000000 64",
        "0 2 0 0 0 03 00 03000000 616263",
        "1 0 0 0 0 02 00 02000000 6263",
        "2 0 1 0 0 0F 00",
        "2 3 1 0 0 0F 00",
        "0 1 1 0 0 0F 00");

    [Fact]
    public void Large_sums_go_raw_to_their_owners_and_finished_to_all() => AssertFrames(
        new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.I32, Operator = ReduceOperator.Sum, Count = 3 },
        ScheduleKind.Direct,
        [.. new int[][] { [1, 2, 3], [10, 20, int.MaxValue] }.Select(row => MemoryMarshal.AsBytes<int>(row).ToArray())],
        "0 1 1 0 1 02000000 03000000",
        "1 0 1 1 0 0A000000",
        "0 1 2 0 0 0B000000",
        "1 0 3 0 2 ");

    private static void AssertFrames(Descriptor descriptor, ScheduleKind schedule, byte[][] given, params string[] expected)
    {
        var sent = new List<string>();
        var plays = given.Index().ToDictionary(part => part.Index, part => new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(part.Index, part.Item) });
        var call = new OperationCall { Descriptor = descriptor, Merge = (low, high) => (byte[])[.. low.Span, .. high.Span] };
        new RunCluster(1, given.Length, call, plays, schedule)
        {
            Tamper = frame =>
            {
                sent.Add($"{frame.From} {frame.To} {frame.Header.Step} {frame.Header.Chunk} {frame.Header.First} {Convert.ToHexString(frame.Payload.Span)}");
                return frame;
            },
        }.Play();
        Assert.Equal(expected.Select(Bare).Order(), sent.Order());
    }

    // Spaces within the payload are for the reader.
    private static string Bare(string frame)
    {
        string[] fields = frame.Split(' ', 6);
        return new StringBuilder().AppendJoin(' ', fields[..5]).Append(' ').Append(fields[5].Replace(" ", "", StringComparison.Ordinal)).ToString();
    }
}
