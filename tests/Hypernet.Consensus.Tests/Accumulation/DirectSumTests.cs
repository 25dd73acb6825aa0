using System.Runtime.InteropServices;
using Xunit;

namespace Hypernet.Consensus.Accumulation;

public sealed class DirectSumTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    public void Sums_and_means_have_the_bits_of_the_exact_ones(int count)
    {
        var random = new Random(count);
        var direct = new DirectSum();
        for (int k = 0; k < 10; k++)
        {
            double[][] vectors = Vectors(random, count, length: 600);
            foreach (int divisor in new[] { 1, count, 1 << 30, int.MaxValue })
            {
                double[] results = new double[600];
                direct.Mean<double>(Parts(vectors), divisor, results);

                Assert.Equal(Bits(Exact<double>(vectors, divisor)), Bits(results));
            }
        }
    }

    [Fact]
    public void Sums_of_single_precision_are_rounded_once()
    {
        var random = new Random(5);
        var direct = new DirectSum();
        for (int k = 0; k < 60; k++)
        {
            float[][] vectors = [.. Vectors(random, 9, length: 600).Select(vector => Array.ConvertAll(vector, Narrow))];
            foreach (int divisor in new[] { 1, 9, 64 })
            {
                float[] results = new float[600];
                direct.Mean<float>(Parts(vectors), divisor, results);

                Assert.Equal(Bits(Exact(vectors, divisor)), Bits(results));
            }
        }

        float Narrow(double value) => random.Next(2) == 0 ? (float)value : (float)Math.ScaleB(value, -Math.ILogB(value) + random.Next(-140, 100));
    }

    [Fact]
    public void Weighted_means_have_the_bits_of_the_exact_ones()
    {
        var random = new Random(6);
        var direct = new DirectSum();
        for (int k = 0; k < 12; k++)
        {
            double[][] vectors = Vectors(random, 5, length: 600);
            double[] weights = [.. Enumerable.Range(0, 5).Select(_ => k < 5 ? random.NextDouble() : Doubles.Wild(random))];
            weights = k switch { 8 => [double.PositiveInfinity, 1, 1, 1, 1], 9 => [1, -1, 2, -2, 0], _ => weights };
            double[] results = new double[600];
            direct.WeightedMean<double>(Parts(vectors), weights, results);

            var sums = new ExactVector(600);
            var total = new ExactVector(1);
            for (int i = 0; i < 5; i++)
            {
                sums.AddProducts(vectors[i], weights[i]);
                total.AddAll(0, weights.AsSpan(i, 1));
            }

            double[] expected = new double[600];
            sums.Ratio<double>(total, 0, expected);
            Assert.Equal(Bits(expected), Bits(results));
        }
    }

    [Fact]
    public void Nearly_all_sums_of_ordinary_numbers_are_proven()
    {
        var random = new Random(7);
        double[][] vectors = [.. Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 100_000).Select(_ => random.NextDouble() - 0.5).ToArray())];
        var direct = new DirectSum();
        double[] results = new double[100_000];
        direct.Mean<double>(Parts(vectors), 1, results);
        direct.Mean<double>(Parts(vectors), 7, results);

        Assert.InRange(direct.Unproven, 0, 20);
    }

    // Columns of each kind that summation finds hard; every tenth has specials and zeros.
    private static double[][] Vectors(Random random, int count, int length)
    {
        double[] specials = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, -0.0, -0.0, double.MaxValue, double.Epsilon];
        double[][] vectors = [.. Enumerable.Range(0, count).Select(_ => new double[length])];
        for (int i = 0; i < length; i++)
        {
            double[] column = Doubles.List(random, count);
            for (int k = 0; k < count; k++)
            {
                vectors[k][i] = i % 10 == 0 ? specials[random.Next(i % 20 == 0 ? specials.Length : 7)] : column[k];
            }
        }

        return vectors;
    }

    private static T[] Exact<T>(T[][] vectors, int divisor)
        where T : unmanaged
    {
        var sums = new ExactVector(vectors[0].Length);
        foreach (var vector in vectors)
        {
            sums.Add(Array.ConvertAll(vector, value => Convert.ToDouble(value, null)));
        }

        var results = new T[sums.Count];
        sums.Mean<T>(divisor, results);
        return results;
    }

    private static List<ReadOnlyMemory<byte>> Parts<T>(T[][] vectors)
        where T : unmanaged
        => [.. vectors.Select(vector => new ReadOnlyMemory<byte>(MemoryMarshal.AsBytes<T>(vector).ToArray()))];

    private static string[] Bits<T>(T[] values)
        where T : unmanaged
        => [.. values.Select(value => Convert.ToHexString(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value))))];
}
