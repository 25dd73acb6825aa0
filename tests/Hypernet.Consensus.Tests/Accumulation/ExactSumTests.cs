using System.Numerics;
using Xunit;

namespace Hypernet.Consensus.Accumulation;

public sealed class ExactSumTests
{
    [Fact]
    public void Sum_is_the_exact_one_rounded_once_in_both_formats()
    {
        var random = new Random(1);
        for (int k = 0; k < 40_000; k++)
        {
            double[] values = Doubles.List(random, random.Next(1, 20));
            var exact = values.Aggregate(BigInteger.Zero, (sum, value) => sum + Oracle.Of(value));
            var sum = new ExactSum();
            sum.Add(values);

            Assert.Equal(Bits(Oracle.Round(exact, 1)), Bits(Normal(sum.Round(), values)));
            Assert.Equal(Oracle.RoundToSingle(exact, 1), sum.RoundToSingle());
        }
    }

    // The oracle knows no −0, which only sums of nothing but −0 may be.
    private static double Normal(double sum, double[] values) =>
        values.All(value => Bits(value) == Bits(-0.0)) ? sum + 0.0 : sum;

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
}
