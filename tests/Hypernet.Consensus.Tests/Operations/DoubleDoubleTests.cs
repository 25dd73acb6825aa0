using System.Globalization;
using System.Numerics;
using Xunit;

namespace Hypernet.Consensus.Operations;

public sealed class DoubleDoubleTests
{
    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("-2.5", -2.5, 0)]
    [InlineData("0.1", 0.1, -5.551115123125783e-18)]
    [InlineData("760.", 760, 0)]
    [InlineData(".5", 0.5, 0)]
    [InlineData("1e3", 1000, 0)]
    [InlineData("+1E-1", 0.1, -5.551115123125783e-18)]
    public void A_decimal_number_is_read_as_what_it_says(string text, double high, double low) =>
        Assert.Equal(new DoubleDouble(high, low), DoubleDouble.Parse(text));

    [Fact]
    public void Reading_is_exact_to_the_last_of_both_doubles()
    {
        var random = new Random(11);
        for (int trial = 0; trial < 2000; trial++)
        {
            var digits = new BigInteger(random.NextInt64(-999_999_999_999_999, 1_000_000_000_000_000));
            int decimals = random.Next(0, 30);
            string text = $"{digits}E-{decimals.ToString(CultureInfo.InvariantCulture)}";
            var exact = new Rational(digits, BigInteger.Pow(10, decimals));

            var read = DoubleDouble.Parse(text);

            Assert.True(exact.IsNearest(read.High), text);
            Assert.True((exact - Rational.Of(read.High)).IsNearest(read.Low), text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("1e-999")]
    [InlineData("1,5")]
    [InlineData("1.5.2")]
    public void What_is_no_decimal_number_is_refused(string text) => Assert.Throws<FormatException>(() => DoubleDouble.Parse(text));

    [Fact]
    public void A_product_is_right_to_a_hundred_bits()
    {
        var random = new Random(12);
        var bound = new Rational(1, BigInteger.One << 100);
        for (int trial = 0; trial < 2000; trial++)
        {
            var x = Wild(random);
            var y = Wild(random);
            var exact = Rational.Of(x) * Rational.Of(y);

            var error = (Rational.Of(x * y) - exact) / exact;

            Assert.True(error * error <= bound * bound, $"{x} · {y}");
        }
    }

    private static DoubleDouble Wild(Random random)
    {
        double high = Math.ScaleB(random.NextDouble() + 0.5, random.Next(-100, 100));
        return new DoubleDouble(high, Math.ScaleB(high, -53) * ((2 * random.NextDouble()) - 1));
    }
}
