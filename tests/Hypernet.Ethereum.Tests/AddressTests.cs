using System.Text.Json;
using Xunit;

namespace Hypernet.Ethereum;

public sealed class AddressTests
{
    public static TheoryData<string> Checksummed() =>
        [.. Vectors.Read("eip-examples.json").GetProperty("eip55").EnumerateArray().Select(text => text.GetString()!)];

    [Theory]
    [MemberData(nameof(Checksummed))]
    public void Address_keeps_the_checksum_of_eip_55(string text)
    {
        Assert.Equal(text, Address.Parse(text).ToString());
        Assert.Equal(Address.Parse(text), Address.Parse(text[2..].ToLowerInvariant()));
        Assert.Equal(Address.Parse(text), Address.Parse(text[2..].ToUpperInvariant()));
    }

    [Theory]
    [MemberData(nameof(Checksummed))]
    public void Address_with_a_letter_of_the_wrong_case_is_refused(string text)
    {
        int letter = text.LastIndexOfAny(['a', 'b', 'c', 'd', 'e', 'f', 'A', 'B', 'C', 'D', 'E', 'F']);
        char flipped = char.IsUpper(text[letter]) ? char.ToLowerInvariant(text[letter]) : char.ToUpperInvariant(text[letter]);

        Assert.False(Address.TryParse(text[..letter] + flipped + text[(letter + 1)..], out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedd")]
    [InlineData("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg")]
    public void Text_that_is_no_address_is_refused(string text)
    {
        Assert.False(Address.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Address.Parse(text));
    }

    [Fact]
    public void Address_of_a_contract_follows_from_creator_and_nonce()
    {
        var creator = Address.Parse("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0");

        Assert.Equal(Address.Parse("0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d"), Address.OfContract(creator, 0));
        Assert.Equal(Address.Parse("0x343c43a37d37dff08ae8c4a11544c718abb4fcf8"), Address.OfContract(creator, 1));
    }

    [Fact]
    public void Address_is_lower_case_in_json_and_comes_back()
    {
        var address = Address.Parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        string json = JsonSerializer.Serialize(address);

        Assert.Equal("\"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed\"", json);
        Assert.Equal(address, JsonSerializer.Deserialize<Address>(json));
    }
}
