using System.Numerics;
using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Audit;
using Xunit;

namespace Hypernet.Consensus.Runs;

public sealed class ExactSumsTests
{
    // docs/spec/exact.md §1.
    private const int LeastExponent = -2176;

    [Theory]
    [InlineData(OperationKind.AllReduce)]
    [InlineData(OperationKind.Reduce)]
    public void Holders_of_every_schedule_have_the_exact_results_of_all_shares(OperationKind kind)
    {
        int played = 0;
        for (int seed = 0; seed < 1500; seed++)
        {
            var drawn = new RunCase(seed, 1 + (seed % 7), kind, isWhole: true);
            foreach (var schedule in OperationAudit.Units(drawn.Call.Descriptor, drawn.Size) == 0 ? [] : drawn.Schedules)
            {
                played++;
                AssertShares(drawn.Call, [.. drawn.Given.Values], schedule, ownerBytes: seed % 3 == 0 ? RunBounds.OwnerBytes : 1, $"seed {seed}, {schedule}, {drawn.Call.Descriptor}");
            }
        }

        Assert.True(played > 1000, $"{played} were played.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Ring_leaves_the_words_of_all_blocks(int size)
    {
        foreach (int count in (int[])[1, 64, 65, 900, 40_000])
        {
            foreach (byte digits in (byte[])[0, 6])
            {
                var call = new OperationCall
                {
                    Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Mean, Exactness = Exactness.FixedPoint, Count = count, Digits = digits },
                };
                var random = new Random(count);
                byte[][] given = [.. Enumerable.Range(0, size).Select(_ => MemoryMarshal.AsBytes<double>(Doubles.List(random, count)).ToArray())];
                AssertShares(call, given, ScheduleKind.Ring, ownerBytes: 1, $"{size} × {count}, {digits} digits");
            }
        }
    }

    [Fact]
    public void Exact_results_are_the_sums_of_big_integers()
    {
        const int Size = 5;
        const int Count = 70_000;
        var random = new Random(1);
        double[][] given = [.. Enumerable.Range(0, Size).Select(_ => Enumerable.Range(0, Count).Select(_ => random.NextDouble() * Math.ScaleB(1, random.Next(-900, 900))).ToArray())];
        var call = new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = Count } };
        var cluster = Play(call, [.. given.Select(values => MemoryMarshal.AsBytes(values.AsSpan()).ToArray())], ScheduleKind.Direct, RunBounds.OwnerBytes);
        int compared = 0;
        for (int member = 0; member < Size; member++)
        {
            var held = Assert.Single(cluster.ExactOf(member)!.Held);
            var sums = cluster.ExactOf(member)!.Give(held).Sums;
            uint[] digits = new uint[Limbs.Count];
            for (int element = held.First; element < held.First + held.Count; element++, compared++)
            {
                sums = sums[ExactWire.Read(sums.Span, digits, out var value)..];
                var sum = new BigInteger(MemoryMarshal.AsBytes(value.Digits), isUnsigned: true) << (Limbs.Bits * value.Low);
                var expected = given.Aggregate(BigInteger.Zero, (total, values) => total + Oracle.Of(values[element]));
                Assert.Equal(expected << (Oracle.Exponent - LeastExponent), value.IsNegative ? -sum : sum);
            }

            Assert.True(sums.IsEmpty);
        }

        Assert.Equal(Count, compared);
    }

    private static void AssertShares(OperationCall call, byte[][] given, ScheduleKind schedule, int ownerBytes, string context)
    {
        var cluster = Play(call, given, schedule, ownerBytes);
        int units = OperationAudit.Units(call.Descriptor, given.Length);
        for (int partition = 0; partition < given.Length; partition++)
        {
            var share = Share.Of(call.Descriptor, units, partition, given.Length);
            var (exact, scales) = AuditedGroup.ExactOf(call, given, partition);
            if (share.Count > 0)
            {
                Assert.True(exact.Span.SequenceEqual(Gather(cluster, given.Length, share)), $"{context}: the share of {partition}");
            }

            Assert.True(scales.Span.SequenceEqual((cluster.ExactOf(partition)?.Scales ?? default).Span), $"{context}: the scales of {partition}");
        }
    }

    private static RunCluster Play(OperationCall call, byte[][] given, ScheduleKind schedule, int ownerBytes) => new RunCluster(
        given.Length, given.Length, call, Enumerable.Range(0, given.Length).ToDictionary(slot => slot, slot => new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(slot, given[slot]) }),
        schedule, ownerBytes: ownerBytes, keepsExact: true).Play();

    // What holders give of it, piece by piece and in order, then the weight.
    private static byte[] Gather(RunCluster cluster, int size, Share share)
    {
        var sums = new List<byte>();
        ReadOnlyMemory<byte> weight = default;
        for (int first = share.First; first < share.First + share.Count;)
        {
            var (holder, held) = Enumerable.Range(0, size)
                .SelectMany(slot => (cluster.ExactOf(slot)?.Held ?? []).Select(held => (cluster.ExactOf(slot)!, held)))
                .First(pair => pair.held.First <= first && pair.held.First + pair.held.Count > first);
            int count = Math.Min(share.First + share.Count, held.First + held.Count) - first;

            // In two pieces, so that it is cut anywhere.
            foreach (var piece in (Share[])[new(first, count / 2), new(first + (count / 2), count - (count / 2))])
            {
                if (piece.Count > 0)
                {
                    var given = holder.Give(piece);
                    sums.AddRange(given.Sums.Span);
                    weight = given.Weight;
                }
            }

            first += count;
        }

        return [.. sums, .. weight.Span];
    }
}
