using System.Globalization;
using System.Numerics;
using Xunit;

namespace Hypernet.Ethereum;

public sealed class UInt256Tests
{
    private const string Largest = "115792089237316195423570985008687907853269984665640564039457584007913129639935";

    public static TheoryData<string> Numbers() =>
        ["0", "1", "255", "18446744073709551615", "18446744073709551616", "340282366920938463463374607431768211456", "6277101735386680763835789423207666416102355444464034512896", Largest];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Number_survives_every_conversion(string text)
    {
        var value = UInt256.Parse(text);
        byte[] bytes = new byte[32];
        value.WriteBigEndian(bytes);

        Assert.Equal(text, value.ToString());
        Assert.Equal(value, UInt256.Parse(value.ToHex()));
        Assert.Equal(value, new UInt256(bytes));
        Assert.Equal(value, (UInt256)(BigInteger)value);
        Assert.Equal((int)((BigInteger)value).GetBitLength(), value.BitLength);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("0x")]
    [InlineData("0xg")]
    [InlineData("115792089237316195423570985008687907853269984665640564039457584007913129639936")]
    [InlineData("0x10000000000000000000000000000000000000000000000000000000000000000")]
    public void Text_that_is_no_number_of_256_bits_is_refused(string text)
    {
        Assert.False(UInt256.TryParse(text, out _));
        Assert.Throws<FormatException>(() => UInt256.Parse(text));
    }

    [Fact]
    public void Order_is_that_of_the_numbers()
    {
        UInt256[] ascending = [0, 1, ulong.MaxValue, (UInt256)ulong.MaxValue + 1, UInt128.MaxValue, new(0, 0, 1, 0), new(0, 0, 0, 1), UInt256.MaxValue];

        Assert.Equal(ascending, ascending.OrderDescending().Order());
        Assert.True(ascending[0] < ascending[1] && ascending[^1] > ascending[^2] && ascending[3] <= ascending[3]);
    }

    [Fact]
    public void Arithmetic_throws_instead_of_wrapping()
    {
        Assert.Equal(UInt256.Parse("18446744073709551616"), (UInt256)ulong.MaxValue + 1);
        Assert.Equal(7UL, (ulong)((UInt256)22 / 3));
        Assert.Throws<OverflowException>(() => UInt256.MaxValue + 1);
        Assert.Throws<OverflowException>(() => UInt256.Zero - 1);
        Assert.Throws<OverflowException>(() => UInt256.MaxValue * 2);
    }

    [Fact]
    public void Narrowing_refuses_what_does_not_fit()
    {
        Assert.Equal(ulong.MaxValue, (ulong)(UInt256)ulong.MaxValue);
        Assert.Equal(UInt128.MaxValue, (UInt128)(UInt256)UInt128.MaxValue);
        Assert.Throws<OverflowException>(() => (ulong)((UInt256)ulong.MaxValue + 1));
        Assert.Throws<OverflowException>(() => (UInt128)((UInt256)UInt128.MaxValue + 1));
        Assert.Throws<OverflowException>(() => (UInt256)BigInteger.MinusOne);
        Assert.Equal(Largest, UInt256.MaxValue.ToString().ToString(CultureInfo.InvariantCulture));
    }
}
