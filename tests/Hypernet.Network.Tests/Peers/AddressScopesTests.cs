using System.Net;
using Hypernet.Network.Connections;
using Xunit;

namespace Hypernet.Network.Tests.Peers;

public sealed class AddressScopesTests
{
    [Theory]
    [InlineData(AddressScope.Public, "1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "223.255.255.255", "2606:4700::1111", "2a00::1", "::ffff:8.8.8.8")]
    [InlineData(AddressScope.Unspecified, "0.0.0.0", "0.1.2.3", "::", "::ffff:0.0.0.0")]
    [InlineData(AddressScope.Loopback, "127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1")]
    [InlineData(AddressScope.LinkLocal, "169.254.169.254", "fe80::1", "febf::1", "::ffff:169.254.0.1")]
    [InlineData(AddressScope.Private, "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fc00::1", "fd12::1", "fec0::1", "::ffff:10.0.0.1")]
    [InlineData(AddressScope.Multicast, "224.0.0.1", "239.255.255.255", "255.255.255.255", "ff02::1", "::ffff:224.0.0.1")]
    [InlineData(AddressScope.SetAside, "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "240.0.0.1", "2001:db8::1", "2001::1", "2002:7f00:1::", "64:ff9b::7f00:1", "::127.0.0.1", "4000::1")]
    public void Address_is_known_for_what_it_is(AddressScope scope, params string[] addresses) =>
        Assert.All(addresses, address => Assert.Equal(scope, AddressScopes.Of(IPAddress.Parse(address))));

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("0.0.0.0", "::", false)]
    public void Addresses_that_one_stranger_has_to_itself_count_as_one(string one, string other, bool isOne) =>
        Assert.Equal(isOne, AddressBlock.Of(IPAddress.Parse(one)) == AddressBlock.Of(IPAddress.Parse(other)));
}
