using System.Numerics;
using Xunit;

namespace Hypernet.Consensus.Operations;

public sealed class DyadicTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.MaxValue)]
    [InlineData(-double.Epsilon)]
    [InlineData(2.2250738585072011e-308)]
    public void A_double_comes_back_from_its_integer(double value)
    {
        var (mantissa, exponent) = Dyadic.Split(value);

        Assert.Equal(value, Dyadic.Round(mantissa, exponent));
    }

    [Fact]
    public void Rounding_is_to_the_nearest_double()
    {
        var random = new Random(13);
        for (int trial = 0; trial < 2000; trial++)
        {
            byte[] bytes = new byte[random.Next(1, 40)];
            random.NextBytes(bytes);
            var integer = new BigInteger(bytes);

            Assert.True(new Rational(integer, 1 << 20).IsNearest(Dyadic.Round(integer, -20)), $"{integer}");
        }
    }

    [Fact]
    public void A_tie_goes_to_the_even_double_and_a_bit_below_it_decides()
    {
        var tie = (BigInteger.One << 200) + (BigInteger.One << 147);

        Assert.Equal(Math.ScaleB(1, 200), Dyadic.Round(tie, 0));
        Assert.Equal(Math.BitIncrement(Math.ScaleB(1, 200)), Dyadic.Round(tie + 1, 0));
    }

    [Theory]
    [InlineData(2.75, -2, 11)]
    [InlineData(2.75, -1, 6)]
    [InlineData(-2.75, -1, -6)]
    [InlineData(2.625, -1, 5)]
    [InlineData(-2.625, -1, -5)]
    [InlineData(0.5, 0, 1)]
    [InlineData(-0.5, 0, -1)]
    [InlineData(0.25, 0, 0)]
    [InlineData(-double.Epsilon, 192, 0)]
    [InlineData(3.0, -1, 6)]
    public void Units_are_the_nearest(double value, int exponent, int expected) => Assert.Equal(expected, Dyadic.Units(value, exponent));
}
