using Xunit;

namespace Hypernet.Market;

public sealed class AccountTests
{
    private const string Text = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";

    [Fact]
    public void An_account_is_written_as_it_was_read_in_lower_case()
    {
        Assert.Equal(Text, Account.Parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").ToString());
    }

    [Fact]
    public void Accounts_with_equal_bytes_are_equal()
    {
        var bytes = new byte[Account.Length];
        Account.Parse(Text).CopyTo(bytes);

        Assert.Equal(Account.Parse(Text), new Account(bytes));
        Assert.NotEqual(Account.None, new Account(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")]
    [InlineData("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae")]
    [InlineData("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beagg")]
    [InlineData("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed00")]
    public void Other_texts_are_no_accounts(string text)
    {
        Assert.Throws<FormatException>(() => Account.Parse(text));
    }

    [Fact]
    public void Other_lengths_are_no_accounts_and_no_digests()
    {
        Assert.Throws<ArgumentException>(() => new Account(new byte[19]));
        Assert.Throws<ArgumentException>(() => new Bytes32(new byte[33]));
        Assert.Throws<ArgumentException>(() => new Bytes16(new byte[15]));
    }

    [Fact]
    public void Digests_are_read_with_and_without_prefix()
    {
        string digits = new('a', 64);

        Assert.Equal("0x" + digits, Bytes32.Parse(digits).ToString());
        Assert.Equal(Bytes32.Parse(digits), Bytes32.Parse("0x" + digits));
    }
}
