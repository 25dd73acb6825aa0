using System.Numerics;
using Xunit;

namespace Hypernet.Consensus.Accumulation;

public sealed class ExactVectorTests
{
    [Fact]
    public void Every_order_and_every_partition_gives_the_same_bytes()
    {
        var random = new Random(1);
        for (int k = 0; k < 2_000; k++)
        {
            int length = random.Next(1, 6);
            double[][] vectors = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Doubles.List(random, length))];
            if (random.Next(4) == 0)
            {
                vectors[0][0] = new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0 }[random.Next(4)];
            }

            var whole = new ExactVector(length);
            foreach (double[] vector in vectors)
            {
                whole.Add(vector);
            }

            // Parts of random size in random order, merged as objects, by wire, or one into the other.
            random.Shuffle(vectors);
            var parts = new List<ExactVector>();
            foreach (double[] vector in vectors)
            {
                if (parts.Count == 0 || random.Next(2) == 0)
                {
                    parts.Add(new ExactVector(length));
                }

                parts[random.Next(parts.Count)].Add(vector);
            }

            while (parts.Count > 1)
            {
                int from = random.Next(parts.Count);
                var part = parts[from];
                parts.RemoveAt(from);
                var into = parts[random.Next(parts.Count)];
                if (random.Next(2) == 0)
                {
                    into.Merge(part);
                }
                else
                {
                    Assert.True(into.TryMerge(part.ToBytes()));
                }
            }

            Assert.Equal(whole.ToBytes(), parts[0].ToBytes());
        }
    }

    [Fact]
    public void Carries_are_exact_beyond_any_budget()
    {
        // The longest significands at each place within a limb.
        double longest = 2 - Math.ScaleB(1, -52);
        double[] values = [.. Enumerable.Range(0, 32).Select(i => Math.ScaleB(i % 3 == 0 ? -longest : longest, i)), double.MaxValue, double.Epsilon];
        var sums = new ExactVector(values.Length);
        for (int i = 0; i < 3 * Limbs.Budget + 1; i++)
        {
            sums.Add(values);
        }

        double[] means = new double[values.Length];
        sums.Mean<double>(3 * Limbs.Budget + 1, means);
        Assert.Equal(values, means);

        // 2^50 times as many additions, more than 2^62, by merging the sums with themselves.
        for (int i = 0; i < 50; i++)
        {
            sums.Merge(sums);
        }

        Assert.True(new ExactVector(values.Length).TryMerge(sums.ToBytes()));
        sums.Mean<double>(1, means);
        double[] exact = [.. values.Select(value => Oracle.Round((Oracle.Of(value) * (3 * Limbs.Budget + 1)) << 50, 1))];
        Assert.Equal(exact, means);
    }

    [Fact]
    public void Products_are_exact_from_the_least_to_the_greatest()
    {
        var random = new Random(2);
        for (int k = 0; k < 30_000; k++)
        {
            int count = random.Next(1, 8);
            double[] x = Doubles.List(random, count);
            double[] y = Doubles.List(random, count);
            var exact = BigInteger.Zero;
            for (int i = 0; i < count; i++)
            {
                exact += (Oracle.Of(x[i]) * Oracle.Of(y[i])) >> -Oracle.Exponent;
            }

            var dot = new ExactSum();
            dot.AddProducts(x, y);
            Assert.Equal(Oracle.Round(exact, 1), dot.Round());
        }

        var least = new ExactSum();
        least.AddProduct(double.Epsilon, double.Epsilon);
        Assert.Equal(0, least.Round());
        var ratio = new ExactSum();
        ratio.AddProduct(double.Epsilon, 3 * double.Epsilon);
        Assert.Equal(3, ratio.Over(least));
        var greatest = new ExactSum();
        greatest.AddProduct(double.MaxValue, double.MaxValue);
        greatest.AddProduct(-double.MaxValue, double.MaxValue);
        greatest.Merge(ratio);
        Assert.Equal(3, greatest.Over(least));
    }

    [Fact]
    public void Means_and_ratios_are_rounded_once()
    {
        var random = new Random(3);
        for (int k = 0; k < 20_000; k++)
        {
            double[] values = Doubles.List(random, random.Next(1, 6));
            double[] weights = Doubles.List(random, random.Next(1, 3));
            var exact = values.Aggregate(BigInteger.Zero, (sum, value) => sum + Oracle.Of(value));
            var weight = weights.Aggregate(BigInteger.Zero, (sum, value) => sum + Oracle.Of(value));
            var sum = new ExactSum();
            sum.Add(values);
            var total = new ExactSum();
            total.Add(weights);
            int count = random.Next(2) == 0 ? random.Next(1, 100) : random.Next(1, int.MaxValue);

            Assert.Equal(Oracle.Round(exact, count), sum.Mean(count));
            if (!weight.IsZero)
            {
                Assert.Equal(Oracle.Round(exact, weight, 0), sum.Over(total));
            }
        }
    }

    [Fact]
    public void Vectors_of_every_type_give_their_exact_sums()
    {
        var random = new Random(4);
        var floats = new ExactVector(700);
        var ints = new ExactVector(700);
        var longs = new ExactVector(700);
        var ulongs = new ExactVector(700);
        var exact = new (double Float, Int128 Int, Int128 Long, Int128 Ulong)[700];
        for (int k = 0; k < 10; k++)
        {
            float[] f = [.. exact.Select(_ => random.Next(-1000, 1000) / 8f)];
            int[] i = [.. exact.Select(_ => random.Next(int.MinValue, int.MaxValue))];
            long[] l = [.. exact.Select(_ => random.NextInt64(long.MinValue, long.MaxValue) / 16)];
            ulong[] u = [.. exact.Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue) / 16)];
            exact = [.. exact.Select((sum, at) => (sum.Float + f[at], sum.Int + i[at], sum.Long + l[at], sum.Ulong + u[at]))];
            floats.Add(f);
            ints.AddIntegers<int>(i);
            longs.AddIntegers<long>(l);
            ulongs.AddIntegers<ulong>(u);
        }

        float[] results = new float[700];
        floats.Mean<float>(1, results);
        for (int at = 0; at < exact.Length; at++)
        {
            Assert.Equal((float)exact[at].Float, results[at]);
            Assert.True(ints.TryToInteger(at, out var integer) && integer == exact[at].Int);
            Assert.True(longs.TryToInteger(at, out integer) && integer == exact[at].Long);
            Assert.True(ulongs.TryToInteger(at, out integer) && integer == exact[at].Ulong);
        }
    }

    [Fact]
    public void Wide_totals_tell_overflow_from_a_sum_that_came_back()
    {
        var sums = new ExactVector(3);
        sums.AddIntegers<long>([long.MaxValue, long.MinValue, 1]);
        sums.AddIntegers<long>([long.MaxValue, long.MinValue, 0]);
        Assert.True(sums.TryToInteger(0, out var twice));
        Assert.Equal(2 * (Int128)long.MaxValue, twice);
        sums.AddIntegers<long>([long.MinValue, long.MinValue, 0]);

        Assert.True(sums.TryToInteger(0, out var back));
        Assert.Equal(long.MaxValue - 1, back);
        Assert.False(sums.TryToInteger(1, out _));
        sums.Add([0.0, 0.0, 0.5]);
        Assert.False(sums.TryToInteger(2, out _));
    }
}
