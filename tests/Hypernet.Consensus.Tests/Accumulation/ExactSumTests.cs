using System.Numerics;
using System.Runtime.InteropServices;
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

    [Fact]
    public void A_million_sums_and_means_of_doubles_are_those_of_rational_numbers()
    {
        const int Vectors = 6;
        var random = new Random(2);
        var direct = new DirectSum();
        for (int k = 0; k < 100; k++)
        {
            // Multiples of one unit below 2^112: sums and their rests are in reach of 128 bits.
            int unit = random.Next(-1074, 900);
            int divisor = k % 3 == 0 ? 1 : random.Next(1, 1000);
            var exact = new Int128[10_000];
            var sums = new ExactVector(exact.Length);
            var parts = new List<ReadOnlyMemory<byte>>();
            for (int v = 0; v < Vectors; v++)
            {
                double[] values = new double[exact.Length];
                for (int i = 0; i < values.Length; i++)
                {
                    long significand = random.NextInt64(-1L << 53, 1L << 53) >> random.Next(53);
                    int shift = random.Next(60);

                    // Now and then nearly the opposite of the sum so far.
                    int cut = Math.Max(0, 128 - 53 - LeadingZeros(exact[i]));
                    var value = random.Next(8) == 0 ? -(exact[i] >> cut << cut) : (Int128)significand << shift;
                    values[i] = Math.ScaleB((double)value, unit);
                    exact[i] += value;
                }

                sums.Add(values);
                parts.Add(MemoryMarshal.AsBytes<double>(values).ToArray());
            }

            double[] results = new double[exact.Length];
            double[] directs = new double[exact.Length];
            sums.Mean<double>(divisor, results);
            direct.Mean<double>(parts, divisor, directs);
            for (int i = 0; i < exact.Length; i++)
            {
                double expected = Rounded(exact[i], divisor, unit);
                Assert.True(expected == results[i] && expected == directs[i], $"{exact[i]} / {divisor} · 2^{unit}: {expected:R}, not {results[i]:R} or {directs[i]:R}");
            }
        }
    }

    [Fact]
    public void Special_values_follow_the_table()
    {
        double inf = double.PositiveInfinity;
        double payload = BitConverter.Int64BitsToDouble(unchecked((long)0xFFF0_0000_0000_0123));
        Check(0x7FF8L << 48, [payload]);
        Check(0x7FF8L << 48, [1, payload, inf]);
        Check(0x7FF8L << 48, [inf, 5, -inf]);
        Check(Bits(inf), [inf, -double.MaxValue, inf]);
        Check(Bits(-inf), [-inf, double.MaxValue]);
        Check(Bits(-0.0), [-0.0, -0.0]);
        Check(0, [-0.0, 0.0]);
        Check(0, [-0.0, 1, -1]);
        Check(0, []);
        Check(Bits(double.MaxValue), [double.MaxValue, Math.ScaleB(1, 970), -double.Epsilon]);
        Check(Bits(inf), [double.MaxValue, Math.ScaleB(1, 970)]);
        Check(Bits(double.MaxValue), [double.MaxValue, double.MaxValue, -double.MaxValue]);
        Check(1, [double.Epsilon, double.Epsilon, -double.Epsilon]);

        var negative = new ExactSum();
        negative.Add(-double.Epsilon);
        Assert.Equal(0, Bits(negative.Mean(3)));
        Assert.Equal(0u, BitConverter.SingleToUInt32Bits(negative.RoundToSingle()));
        var product = new ExactSum();
        product.AddProduct(inf, 0);
        Assert.Equal(0x7FF8L << 48, Bits(product.Round()));
        Assert.Equal(0x7FC0_0000u, BitConverter.SingleToUInt32Bits(product.RoundToSingle()));
        product = new ExactSum();
        product.AddProducts([-0.0, inf, 0.0], [1, -1, -5]);
        Assert.Equal(-inf, product.Round());
        Assert.Equal(inf, product.Over(negative));
        Assert.Equal(Bits(-0.0), Bits(negative.Over(Of(inf))));
        Assert.Equal(0x7FF8L << 48, Bits(Of(0).Over(Of(1, -1))));
        Assert.Equal(inf, Of(1).Over(Of(0)));

        static void Check(long expected, double[] values)
        {
            var sum = Of(values);
            Assert.Equal(expected, Bits(sum.Round()));
            if (double.IsNaN(sum.Round()) || double.IsInfinity(values.FirstOrDefault()) || sum.Round() == 0)
            {
                Assert.Equal(expected, Bits(sum.Mean(7)));
            }
        }

        static ExactSum Of(params double[] values)
        {
            var sum = new ExactSum();
            sum.Add(values);
            return sum;
        }
    }

    // value / divisor · 2^unit, to nearest even.
    private static double Rounded(Int128 value, int divisor, int unit)
    {
        var magnitude = (UInt128)Int128.Abs(value);
        int shift = (int)UInt128.LeadingZeroCount(magnitude);
        var (quotient, rest) = UInt128.DivRem(magnitude << shift, (UInt128)divisor);
        int exponent = unit - shift;
        int cut = Math.Max(128 - 53 - (int)UInt128.LeadingZeroCount(quotient), -1074 - exponent);
        if (cut > 0 && cut < 128)
        {
            var half = UInt128.One << (cut - 1);
            var below = quotient & (2 * half - 1);
            quotient >>= cut;
            quotient += below > half || (below == half && (rest != 0 || !UInt128.IsEvenInteger(quotient))) ? 1u : 0u;
            exponent += cut;
        }

        double result = Math.ScaleB((double)(ulong)quotient, exponent);
        return value < 0 ? -result : result;
    }

    private static int LeadingZeros(Int128 value) => (int)UInt128.LeadingZeroCount((UInt128)Int128.Abs(value));

    // The oracle knows no −0, which only sums of nothing but −0 may be.
    private static double Normal(double sum, double[] values) =>
        values.All(value => Bits(value) == Bits(-0.0)) ? sum + 0.0 : sum;

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
}
