using System.Numerics;
using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;
using Xunit;

namespace Hypernet.Consensus.Runs;

public sealed class RingRunTests
{
    [Theory]
    [InlineData(1, 200, 0)]
    [InlineData(2, 64, 6)]
    [InlineData(3, 1, 0)]
    [InlineData(7, 5000, 9)]
    [InlineData(2, 70_000, 6)]
    [InlineData(8, 70_000, 0)]
    [InlineData(33, 700, 3)]
    public void Fixed_point_sums_keep_their_bound_and_do_not_depend_on_who_lives(int size, int count, byte digits)
    {
        var chance = new Random(count);
        double[][] rows = [.. Enumerable.Range(0, size).Select(_ => Enumerable.Range(0, count).Select(i => Math.ScaleB(chance.NextDouble() - 0.5, (i % 9) + chance.Next(-40, 40))).ToArray())];
        byte[]? bits = null;
        double bound = -1;
        foreach (int gone in new[] { 0, size - 1, size / 2 }.Distinct())
        {
            var cluster = RunTests.Sums(size, rows, ScheduleKind.Ring, gone > 0 ? gone : null, digits, ReduceOperator.Mean).Play();
            foreach (var output in cluster.Outputs.Values)
            {
                Assert.Empty(output.Violations);
                Assert.Equal(SlotSet.All(size), output.Result!.Contributors);
                bits ??= output.Result.Value.ToArray();
                bound = bound < 0 ? output.Result.ErrorBound : bound;
                Assert.True(bits.AsSpan().SequenceEqual(output.Result.Value.Span));
                Assert.Equal(bound, output.Result.ErrorBound);
            }
        }

        var means = MemoryMarshal.Cast<byte, double>(bits);
        for (int i = 0; i < count; i += 1 + (count / 500))
        {
            double exact = Oracle.Round(rows.Aggregate(BigInteger.Zero, (sum, row) => sum + Oracle.Of(row[i])), size);
            Assert.InRange(means[i], exact - (1.000001 * bound) - Math.Abs(exact / (1L << 50)), exact + (1.000001 * bound) + Math.Abs(exact / (1L << 50)));
        }
    }

    [Fact]
    public void Two_words_keep_all_of_like_magnitudes()
    {
        double[][] rows = [.. Enumerable.Range(0, 4).Select(slot => Enumerable.Range(0, 300).Select(i => 1.0 / (slot + i + 1)).ToArray())];
        var cluster = RunTests.Sums(4, rows, ScheduleKind.Ring).Play();
        double[] exact = [.. Enumerable.Range(0, 300).Select(i => Oracle.Round(rows.Aggregate(BigInteger.Zero, (sum, row) => sum + Oracle.Of(row[i])), 1))];
        Assert.All(cluster.Outputs.Values, output => Assert.Equal(exact, MemoryMarshal.Cast<byte, double>(output.Result!.Value.Span).ToArray()));
        Assert.All(cluster.Outputs.Values, output => Assert.Equal(0, output.Result!.ErrorBound));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Floats_are_rounded_to_floats_once(byte digits)
    {
        float[][] rows = [.. Enumerable.Range(0, 5).Select(slot => Enumerable.Range(0, 200).Select(i => 1.0f / ((7 * slot) + i + 1)).ToArray())];
        var plays = Enumerable.Range(0, 5).ToDictionary(slot => slot, slot => new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(slot, MemoryMarshal.AsBytes<float>(rows[slot]).ToArray()) });
        var descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F32, Operator = ReduceOperator.Sum, Count = 200, Digits = digits };
        var cluster = new RunCluster(1, 5, new OperationCall { Descriptor = descriptor }, plays, ScheduleKind.Ring).Play();
        float[] exact = [.. Enumerable.Range(0, 200).Select(i => Oracle.RoundToSingle(rows.Aggregate(BigInteger.Zero, (sum, row) => sum + Oracle.Of(row[i])), 1))];
        Assert.All(cluster.Outputs.Values, output => Assert.Equal(exact, MemoryMarshal.Cast<byte, float>(output.Result!.Value.Span).ToArray()));
    }

    [Fact]
    public void A_missing_contribution_is_a_fault_where_it_must_not_be()
    {
        double[][] rows = [.. Enumerable.Range(0, 4).Select(_ => new double[100])];
        var plays = new[] { 0, 1, 3 }.ToDictionary(slot => slot, slot => new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(slot, MemoryMarshal.AsBytes<double>(rows[slot]).ToArray()) });
        var call = new OperationCall
        {
            Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 100, OnLoss = OnLoss.Strict },
        };
        foreach (var schedule in new[] { ScheduleKind.Ring, ScheduleKind.Direct, ScheduleKind.Tree })
        {
            var cluster = new RunCluster(1, 4, call, plays, schedule).Play();
            Assert.All(cluster.Outputs.Values, output => Assert.Equal([2], Assert.IsType<RankLostException>(output.Fault).Lost));
        }
    }
}
