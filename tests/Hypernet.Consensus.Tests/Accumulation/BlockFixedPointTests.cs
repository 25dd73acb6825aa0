using System.Numerics;
using Xunit;

namespace Hypernet.Consensus.Accumulation;

public sealed class BlockFixedPointTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(7, 2)]
    [InlineData(8, 1)]
    [InlineData(8, 2)]
    [InlineData(33, 1)]
    [InlineData(33, 2)]
    public void Sums_are_within_the_bound_and_the_same_in_every_order(int slots, int words)
    {
        var random = new Random(slots * 2 + words);
        for (int k = 0; k < 25; k++)
        {
            double[][] vectors = Vectors(random, slots, random.Next(1, 700), spread: random.Next(80));
            int divisor = k % 3 == 0 ? slots : 1;
            double[] sums = Sum(vectors, words, divisor, [.. Enumerable.Range(0, slots)], out double bound);
            double[] again = Sum(vectors, words, divisor, Permutation(random, slots), out double boundAgain);

            Assert.Equal(sums.Select(BitConverter.DoubleToInt64Bits), again.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(bound, boundAgain);
            var most = Oracle.Of(bound) * divisor;
            for (int i = 0; i < sums.Length; i++)
            {
                var exact = vectors.Aggregate(BigInteger.Zero, (sum, vector) => sum + Oracle.Of(vector[i]));

                // The rounding of a number that is off by the bound at most.
                Assert.InRange(sums[i], Oracle.Round(exact - most, divisor), Oracle.Round(exact + most, divisor));
            }
        }
    }

    [Fact]
    public void Two_words_are_exact_where_all_bits_fit()
    {
        var random = new Random(3);
        for (int k = 0; k < 100; k++)
        {
            // 53 bits, 60 of spread: 113 of the 119 that eight slots leave.
            int exponent = random.Next(-1074, 900);
            double[][] vectors = [.. Enumerable.Range(0, 8).Select(_ =>
                Enumerable.Range(0, 100).Select(_ => Doubles.Near(random, exponent, 60)).ToArray())];
            double[] sums = Sum(vectors, words: 2, divisor: 7, [0, 1, 2, 3, 4, 5, 6, 7], out double bound);

            Assert.Equal(0, bound);
            for (int i = 0; i < sums.Length; i++)
            {
                var exact = vectors.Aggregate(BigInteger.Zero, (sum, vector) => sum + Oracle.Of(vector[i]));
                Assert.Equal(Oracle.Round(exact, 7), sums[i]);
            }
        }
    }

    [Fact]
    public void One_word_keeps_nine_digits_of_the_greatest_of_a_block_even_of_a_thousand_slots()
    {
        var random = new Random(4);
        double[] values = [.. Enumerable.Range(0, 64).Select(_ => random.NextDouble())];
        double[] sums = Sum([values], 1, 1, [0], out double bound, slots: 1024);

        Assert.InRange(bound, double.Epsilon, values.Max() * 1e-12);
        Assert.All(sums.Zip(values), pair => Assert.InRange(pair.First, pair.Second - bound, pair.Second + bound));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Specials_follow_the_table_and_leave_their_neighbors_alone(int words)
    {
        double[][] vectors =
        [
            [double.NaN, double.PositiveInfinity, double.PositiveInfinity, -0.0, -0.0, 0.0, 1.5],
            [1, 1, double.NegativeInfinity, -0.0, 0.0, -0.0, -0.0],
            [2, double.PositiveInfinity, 3, -0.0, -0.0, -0.0, 1.25],
        ];
        double[] sums = Sum(vectors, words, 1, [2, 0, 1], out double bound);

        Assert.Equal(0, bound);
        Assert.Equal(
            new[] { 0x7FF8L << 48, 0x7FF0L << 48, 0x7FF8L << 48, long.MinValue, 0, 0 },
            sums[..6].Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(2.75, sums[6]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Only_the_final_sum_may_overflow(int words)
    {
        double[][] vectors = [[double.MaxValue, double.MaxValue], [double.MaxValue, double.MaxValue], [-double.MaxValue, 0]];
        double[] sums = Sum(vectors, words, 1, [0, 1, 2], out _);
        double[] means = Sum(vectors, words, 2, [0, 1, 2], out _);

        Assert.Equal(new[] { double.MaxValue, double.PositiveInfinity }, sums);
        Assert.Equal(new[] { double.MaxValue / 2, double.MaxValue }, means);
    }

    [Fact]
    public void Single_precision_is_rounded_once()
    {
        var random = new Random(5);
        var sums = new BlockFixedPoint(3, 2);
        float[][] vectors = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 1000).Select(_ => (float)Doubles.Near(random, 0, 4)).ToArray())];
        short[] scales = new short[BlockScales.Count(1000)];
        Array.Fill(scales, BlockScales.NoExponent);
        foreach (float[] vector in vectors)
        {
            short[] own = new short[scales.Length];
            BlockScales.Measure<float>(vector, own);
            Merge(scales, own);
        }

        long[] total = new long[sums.WordCount(scales, 1000)];
        foreach (float[] vector in vectors)
        {
            long[] own = new long[total.Length];
            sums.Quantize<float>(vector, scales, own);
            BlockFixedPoint.Add(total, own);
        }

        float[] results = new float[1000];
        Assert.Equal(0, sums.Round<float>(total, scales, 3, results));
        for (int i = 0; i < results.Length; i++)
        {
            var exact = vectors.Aggregate(BigInteger.Zero, (sum, vector) => sum + Oracle.Of(vector[i]));
            Assert.Equal(Oracle.RoundToSingle(exact, 3), results[i]);
        }
    }

    [Fact]
    public void Any_words_of_strangers_are_rounded_without_a_fault()
    {
        var random = new Random(6);
        var sums = new BlockFixedPoint(4, 2);
        for (int k = 0; k < 200; k++)
        {
            short[] scales = [(short)random.Next(-1021, 1025), (short)random.Next(2), BlockScales.NoExponent, 1];
            Assert.True(BlockScales.AreValid(scales));
            long[] words = new long[sums.WordCount(scales, 100)];
            random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(words.AsSpan()));
            double bound = sums.Round<double>(words, scales, random.Next(1, 5), new double[100]);

            Assert.True(bound >= 0);
        }

        Assert.False(BlockScales.AreValid([1025, 0]));
        Assert.False(BlockScales.AreValid([0, 2]));
        Assert.False(BlockScales.AreValid([0, -1]));
    }

    private static double[] Sum(double[][] vectors, int words, int divisor, int[] order, out double bound, int? slots = null)
    {
        int count = vectors[0].Length;
        var sums = new BlockFixedPoint(slots ?? vectors.Length, words);
        short[] scales = new short[BlockScales.Count(count)];
        Array.Fill(scales, BlockScales.NoExponent);
        foreach (int slot in order)
        {
            short[] own = new short[scales.Length];
            BlockScales.Measure<double>(vectors[slot], own);
            Merge(scales, own);
        }

        long[] total = new long[sums.WordCount(scales, count)];
        foreach (int slot in order)
        {
            long[] own = new long[total.Length];
            sums.Quantize<double>(vectors[slot], scales, own);
            BlockFixedPoint.Add(total, own);
        }

        double[] results = new double[count];
        bound = sums.Round<double>(total, scales, divisor, results);
        return results;
    }

    private static void Merge(short[] scales, short[] own)
    {
        for (int i = 0; i < scales.Length; i++)
        {
            scales[i] = Math.Max(scales[i], own[i]);
        }
    }

    private static double[][] Vectors(Random random, int slots, int count, int spread)
    {
        double[][] vectors = [.. Enumerable.Range(0, slots).Select(_ => new double[count])];
        int exponent = 0;
        for (int i = 0; i < count; i++)
        {
            exponent = i % 64 == 0 ? random.Next(-1100, 1000 - spread) : exponent;
            foreach (double[] vector in vectors)
            {
                vector[i] = random.Next(10) == 0 ? 0 : random.Next(300) == 0 ? Doubles.Wild(random) / slots : Doubles.Near(random, exponent, spread);
            }
        }

        return vectors;
    }

    private static int[] Permutation(Random random, int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        return order;
    }
}
