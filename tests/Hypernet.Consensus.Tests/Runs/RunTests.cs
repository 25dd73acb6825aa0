using System.Runtime.InteropServices;
using Xunit;

namespace Hypernet.Consensus.Runs;

public sealed class RunTests
{
    // HYPERNET_SOAK=1 dotnet test tests/Hypernet.Consensus.Tests --filter RunTests
    private static readonly int CasesPerSize = Environment.GetEnvironmentVariable("HYPERNET_SOAK") == "1" ? 320 : 64;

    public static TheoryData<int> Sizes => [.. Enumerable.Range(1, 33)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_schedule_gives_every_rank_the_bits_of_the_reference(int size)
    {
        for (int i = 0; i < CasesPerSize; i++)
        {
            var drawn = new RunCase((1000 * size) + i, size);
            foreach (var schedule in drawn.Schedules)
            {
                drawn.Play(schedule);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Special_values_add_up_by_one_table_on_every_schedule(int size)
    {
        // Columns: what rank 0 gives, what the last rank gives, what the others give, the sum if there is more than one rank.
        double huge = double.MaxValue;
        (double First, double Last, double Others, double Sum)[] table =
        [
            (double.NaN, 1, 1, double.NaN),
            (double.PositiveInfinity, 1, 1, double.PositiveInfinity),
            (1, double.NegativeInfinity, 1, double.NegativeInfinity),
            (double.PositiveInfinity, double.NegativeInfinity, 0, double.NaN),
            (double.NegativeInfinity, double.NaN, 0, double.NaN),
            (-0.0, -0.0, -0.0, -0.0),
            (-0.0, 0.0, -0.0, 0.0),
            (1, -1, -0.0, 0.0),
            (huge, huge, 0, double.PositiveInfinity),
            (huge, -huge, 4, 4.0 * (size - 2)),
            (double.Epsilon, double.Epsilon, 0, 2 * double.Epsilon),
            (double.Epsilon, -double.Epsilon, -0.0, 0.0),
        ];
        foreach (var schedule in new[] { ScheduleKind.Star, ScheduleKind.Tree, ScheduleKind.Census, ScheduleKind.Direct, ScheduleKind.Ring })
        {
            // In fixed point the elements of a block share their unit: each row has its block.
            int repeats = schedule == ScheduleKind.Ring ? Accumulation.BlockScales.BlockLength : 1;
            double[][] given = [.. Enumerable.Range(0, size).Select(slot => table
                .SelectMany(row => Enumerable.Repeat(slot == 0 ? row.First : slot == size - 1 ? row.Last : row.Others, repeats)).ToArray())];
            var cluster = Sums(size, given, schedule).Play();
            Assert.True(size == 1 || schedule != ScheduleKind.Direct || cluster.Rooms > 0, "nothing was received in place");
            foreach (var output in cluster.Outputs.Values)
            {
                var sums = MemoryMarshal.Cast<byte, double>(output.Result!.Value.Span);
                for (int i = 0; i < sums.Length; i++)
                {
                    var row = table[i / repeats];
                    if (schedule == ScheduleKind.Ring && row.Last == -huge)
                    {
                        // Needs more digits than two words have.
                        continue;
                    }

                    double expected = size == 1 ? row.First : row.Sum;
                    ulong bits = double.IsNaN(expected) ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToUInt64Bits(expected);
                    Assert.True(bits == BitConverter.DoubleToUInt64Bits(sums[i]), $"{row}, {size} ranks, {schedule}: {sums[i]} is not {expected}");
                }
            }
        }
    }

    [Fact]
    public void Merges_that_do_not_commute_are_those_of_the_fixed_tree()
    {
        var drawn = new RunCase(0, 5, OperationKind.AllReduce, isWhole: true);
        var call = drawn.Call with { Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Operator = ReduceOperator.Ordered } };
        var plays = Enumerable.Range(0, 5).ToDictionary(slot => slot, slot => new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(slot, new[] { (byte)('a' + slot) }) });
        foreach (var schedule in new[] { ScheduleKind.Star, ScheduleKind.Tree, ScheduleKind.Census })
        {
            plays[0] = [new(0, "a"u8.ToArray())];
            var whole = new RunCluster(1, 5, call, plays, schedule).Play();
            Assert.All(whole.Outputs.Values, output => Assert.Equal("(((ab)(cd))e)"u8.ToArray(), output.Result!.Value.ToArray()));

            // Slot 3 is gone, slot 2 is, too, but 0 plays what it gave.
            plays[0].Add(new(2, "c"u8.ToArray()));
            var left = plays.Where(play => play.Key is not (2 or 3)).ToDictionary();
            var rest = new RunCluster(2, 5, call, left, schedule).Play();
            Assert.All(rest.Outputs.Values, output => Assert.Equal("(((ab)c)e)"u8.ToArray(), output.Result!.Value.ToArray()));
        }
    }

    [Fact]
    public void A_merge_that_throws_is_the_same_fault_at_every_rank()
    {
        var call = new OperationCall
        {
            Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Operator = ReduceOperator.Ordered },
            Merge = (low, high) => low.Span[0] == 4 ? throw new InvalidOperationException("four") : (byte[])[.. low.Span, .. high.Span],
        };
        var plays = Enumerable.Range(0, 9).ToDictionary(slot => slot, slot => new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(slot, new[] { (byte)slot }) });
        foreach (var schedule in new[] { ScheduleKind.Star, ScheduleKind.Tree, ScheduleKind.Census })
        {
            var cluster = new RunCluster(3, 9, call, plays, schedule).Play();
            string message = Assert.IsType<InvalidCallException>(cluster.Outputs[0].Fault).Message;
            Assert.All(cluster.Outputs.Values, output => Assert.Equal(message, Assert.IsType<InvalidCallException>(output.Fault).Message));
        }
    }

    [Fact]
    public void A_census_takes_the_least_number_of_rounds_for_any_number_of_ranks()
    {
        var call = new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.Barrier } };
        foreach (int size in Enumerable.Range(2, 64).Concat([127, 128, 129, 255, 256, 257, 511, 512, 513, 1023, 1024, 1025]))
        {
            int rounds = (int)Math.Ceiling(Math.Log2(size));
            var plays = Enumerable.Range(0, size).ToDictionary(slot => slot, slot => new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(slot, default) });
            var cluster = new RunCluster(size, size, call, plays, isWide: true).Play();
            Assert.Equal(size * rounds, cluster.Frames);
            Assert.All(cluster.Outputs.Values, output => Assert.Equal(rounds, output.Result!.Diagnostics.Rounds));
            Assert.All(cluster.Outputs.Values, output => Assert.Equal(size, output.Result!.Contributors.Count));
        }
    }

    [Theory]
    [InlineData(8, 14)]
    [InlineData(33, 64)]
    public void A_scalar_sum_takes_two_messages_for_each_other_rank(int size, int frames)
    {
        var cluster = Sums(size, [.. Enumerable.Range(0, size).Select(slot => new[] { slot / 7.0 })]).Play();
        Assert.Equal(frames, cluster.Frames);
        Assert.InRange(cluster.LongestFrame, 1, 32);
    }

    [Fact]
    public void Sums_of_like_magnitude_travel_in_a_few_bytes_each()
    {
        var chance = new Random(5);
        var cluster = Sums(8, [.. Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 512).Select(_ => chance.NextDouble()).ToArray())]).Play();
        Assert.Equal(14, cluster.Frames);
        Assert.InRange(cluster.LongestFrame, 1, 20 * 512);
    }

    [Theory]
    [InlineData(OperationKind.AllGather, 5)]
    [InlineData(OperationKind.Broadcast, 3)]
    [InlineData(OperationKind.Scatter, 4)]
    [InlineData(OperationKind.Gather, 6)]
    [InlineData(OperationKind.Exchange, 3)]
    public void Long_contributions_travel_in_parts(OperationKind kind, int size)
    {
        var chance = new Random(size);
        byte[] Bytes(int slot)
        {
            byte[] bytes = new byte[(RunBounds.ChunkBytes * slot) + chance.Next(RunBounds.ChunkBytes)];
            chance.NextBytes(bytes);
            return bytes;
        }

        var call = new OperationCall
        {
            Descriptor = new Descriptor { Kind = kind },
            OutNeighbors = [.. Enumerable.Range(0, size).Select(slot => (IReadOnlyList<int>)[(slot + 1) % size])],
        };
        var given = Enumerable.Range(0, size).ToDictionary(slot => slot, slot =>
            kind == OperationKind.Scatter ? slot > 0 ? [] : PartList.Write([.. Enumerable.Range(0, size).Select(part => (ReadOnlyMemory<byte>?)Bytes(part))])
            : kind == OperationKind.Broadcast && slot > 0 ? [] : Bytes(slot + 1));
        var plays = given.ToDictionary(part => part.Key, part => new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(part.Key, part.Value) });
        foreach (var schedule in kind == OperationKind.Exchange ? [ScheduleKind.Exchange] : new[] { ScheduleKind.Star, ScheduleKind.Tree, ScheduleKind.Census })
        {
            var cluster = new RunCluster(7, size, call, plays, schedule).Play();
            foreach (var (slot, output) in cluster.Outputs)
            {
                Assert.Equal(Reference.Value(size, call, given, slot), output.Result!.Value.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(1, 3000, null)]
    [InlineData(3, 100_001, null)]
    [InlineData(8, 40_000, null)]
    [InlineData(8, 20_000, 5)]
    [InlineData(8, 9_000, null)]
    [InlineData(8, 9_000, 5)]
    [InlineData(5, 3, null)]
    public void Large_sums_are_exact_whoever_lives(int size, int count, int? gone)
    {
        var chance = new Random(count);
        double[][] rows = [.. Enumerable.Range(0, size).Select(_ => Enumerable.Range(0, count).Select(_ => Math.ScaleB(chance.NextDouble() - 0.5, chance.Next(-80, 80))).ToArray())];
        double[] expected = [.. Enumerable.Range(0, count).Select(i => Accumulation.Oracle.Round(
            rows.Aggregate(System.Numerics.BigInteger.Zero, (sum, row) => sum + Accumulation.Oracle.Of(row[i])), 1))];
        var cluster = Sums(size, rows, ScheduleKind.Direct, gone, ownerBytes: RunBounds.OwnerBytes).Play();
        Assert.All(cluster.Outputs.Values, output =>
        {
            Assert.Empty(output.Violations);
            Assert.Equal(SlotSet.All(size), output.Result!.Contributors);
            Assert.True(MemoryMarshal.AsBytes<double>(expected).SequenceEqual(output.Result.Value.Span));
        });
    }

    /// <summary>All-reduces; what a slot gave that is gone is played by slot 0.</summary>
    internal static RunCluster Sums(
        int size, double[][] rows, ScheduleKind? schedule = null, int? gone = null, byte digits = 0, ReduceOperator reduction = ReduceOperator.Sum, int ownerBytes = 1)
    {
        var plays = Enumerable.Range(0, size).ToDictionary(slot => slot, slot =>
            new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(slot, MemoryMarshal.AsBytes<double>(rows[slot]).ToArray()) });
        if (gone is { } slot)
        {
            plays[0].AddRange(plays[slot]);
            plays.Remove(slot);
        }

        var descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = reduction, Count = rows[0].Length, Digits = digits };
        return new RunCluster(size, size, new OperationCall { Descriptor = descriptor }, plays, schedule, ownerBytes: ownerBytes);
    }
}
