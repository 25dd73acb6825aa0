using System.Net;
using Xunit;

namespace Hypernet.Network.Tests.Peers;

public sealed class PeerEndpointTests
{
    [Theory]
    [InlineData("")]
    [InlineData("192.0.2.1:1")]
    [InlineData("[2001:db8::1]:65535")]
    [InlineData("peer-1.example.org:7281")]
    [InlineData("a:1,b:2,[::1]:3,10.0.0.1:4")]
    public void What_is_written_as_it_must_be_is_read_and_written_again(string text) =>
        Assert.Equal(text, PeerEndpoint.Format(PeerEndpoint.ParseList(text)));

    [Fact]
    public void Addresses_and_names_are_told_apart()
    {
        var read = PeerEndpoint.ParseList("Peer.Example:80,[2001:DB8:0:0::1]:81");

        Assert.Equal(("peer.example", null, 80), (read[0].Host, read[0].Address, read[0].Port));
        Assert.Equal(("2001:db8::1", IPAddress.Parse("2001:db8::1"), 81), (read[1].Host, read[1].Address, read[1].Port));
    }

    [Theory]
    [InlineData("host", "no port")]
    [InlineData("host:", "no port. Write a number")]
    [InlineData("host:0", "no port. Write a number")]
    [InlineData("host:080", "no port. Write a number")]
    [InlineData("host:65536", "no port. Write a number")]
    [InlineData("host:-1", "no port. Write a number")]
    [InlineData("host: 1", "no port. Write a number")]
    [InlineData("2001:db8::1:80", "brackets: [2001:db8::1]:80")]
    [InlineData("[::1:80", "brackets")]
    [InlineData("[]:80", "no IPv6 address")]
    [InlineData("[127.0.0.1]:80", "no IPv6 address")]
    [InlineData("[fe80::1%eth0]:80", "without a zone")]
    [InlineData("[fe80::1%1]:80", "without a zone")]
    [InlineData("127.1:80", "no IPv4 address")]
    [InlineData("2130706433:80", "no IPv4 address")]
    [InlineData("0177.0.0.1:80", "no IPv4 address")]
    [InlineData("1.2.3.256:80", "no IPv4 address")]
    [InlineData("0x7f.1:80", "no host")]
    [InlineData("a.0x7f000001:80", "no host")]
    [InlineData(":80", "no host")]
    [InlineData("a..b:80", "no host")]
    [InlineData("-a:80", "no host")]
    [InlineData("a b:80", "no host")]
    [InlineData("http://a:80", "colons")]
    [InlineData("ä.example:80", "no host")]
    [InlineData("a:1,", "no port")]
    [InlineData("a:1, b:2", "no host")]
    [InlineData("a:1,b:1,c:1,d:1,e:1", "4 are the limit")]
    public void What_breaks_a_rule_is_refused_with_what_to_write(string text, string says)
    {
        Assert.False(PeerEndpoint.TryParseList(text, out var endpoints, out string fault));
        Assert.Empty(endpoints);
        Assert.Contains(says, fault, StringComparison.Ordinal);
        Assert.Contains(text, Assert.Throws<EndpointException>(() => PeerEndpoint.ParseList(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_as_long_as_the_contract_takes_and_no_longer()
    {
        string label = new('a', 60);
        Assert.Single(PeerEndpoint.ParseList($"{label}.{label}:12345"));
        Assert.False(PeerEndpoint.TryParseList($"{label}.{label}aa:12345", out _, out string fault));
        Assert.Contains("128", fault, StringComparison.Ordinal);
        Assert.False(PeerEndpoint.TryParseList(new string('a', 64) + ":1", out _, out _));
    }
}
