using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Hypernet.Market;

public sealed class AmountTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "1000000000000000000")]
    [InlineData("12.5", "12500000000000000000")]
    [InlineData("0.000000000000000001", "1")]
    [InlineData("100000000", "100000000000000000000000000")]
    [InlineData("340282366920938463463.374607431768211455", "340282366920938463463374607431768211455")]
    public void Whole_tokens_are_read_and_written_exactly(string text, string units)
    {
        Amount amount = Amount.Parse(text);

        Assert.Equal(units, amount.Units.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(text, amount.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("1_000")]
    [InlineData("0.0000000000000000001")]
    [InlineData("340282366920938463463.374607431768211456")]
    [InlineData("999999999999999999999999999999999999999999")]
    public void Any_other_text_is_refused(string text)
    {
        Assert.False(Amount.TryParse(text, out _));
        Assert.Contains(text, Assert.Throws<FormatException>(() => Amount.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_amount_reads_back_as_it_was_written() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<ulong>().Generator.Two().ToArbitrary(),
            halves =>
            {
                var amount = new Amount(new UInt128(halves.Item1, halves.Item2));
                return Amount.Parse(amount.ToString()) == amount;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Arithmetic_never_wraps()
    {
        var most = new Amount(UInt128.MaxValue);

        Assert.Throws<OverflowException>(() => most + new Amount(1));
        Assert.Throws<OverflowException>(() => Amount.Zero - new Amount(1));
        Assert.Throws<OverflowException>(() => most * 2);
        Assert.Throws<OverflowException>(() => most.ShareDown(10_000));
    }

    [Fact]
    public void A_share_is_rounded_down()
    {
        Assert.Equal(new Amount(1), new Amount(199).ShareDown(100));
    }
}
