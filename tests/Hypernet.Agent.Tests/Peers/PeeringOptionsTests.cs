using System.Net;
using Hypernet.Network;
using Xunit;

namespace Hypernet.Agent.Tests.Peers;

public sealed class PeeringOptionsTests
{
    [Theory]
    [InlineData("8.8.4.4:7281", false, "8.8.4.4:7281")]
    [InlineData("[2001:4860::7]:7281", false, "[2001:4860::7]:7281")]
    [InlineData("127.0.0.1:7281", false, "")]
    [InlineData("127.0.0.1:7281", true, "127.0.0.1:7281")]
    [InlineData("10.0.0.7:7281", true, "10.0.0.7:7281")]
    [InlineData("0.0.0.0:7281", true, "")]
    [InlineData("[::]:7281", true, "")]
    public void Address_that_is_listened_on_is_advertised_if_peers_can_dial_it(string listening, bool allowsLocal, string expected)
    {
        var options = new PeeringOptions { AllowsLocalAddresses = allowsLocal };

        Assert.Equal(expected, options.EndpointsAt(IPEndPoint.Parse(listening)));
    }

    [Fact]
    public void Hosts_get_the_port_that_is_listened_on_and_endpoints_stand_as_they_are()
    {
        var options = new PeeringOptions { Advertise = ["seller.example", "[2001:db8::7]", "203.0.113.7:80", "[2001:db8::7]:81"] };

        Assert.Equal(
            "seller.example:7281,[2001:db8::7]:7281,203.0.113.7:80,[2001:db8::7]:81",
            options.EndpointsAt(new IPEndPoint(IPAddress.Any, 7281)));
    }

    [Fact]
    public async Task What_cannot_be_advertised_or_listened_on_is_said_beforehand()
    {
        await new PeeringOptions().TryAsync();
        await Assert.ThrowsAsync<EndpointException>(() => new PeeringOptions { Advertise = ["seller example"] }.TryAsync());
        await Assert.ThrowsAsync<SystemCallException>(() => new PeeringOptions { Listen = IPEndPoint.Parse("203.0.113.7:0") }.TryAsync());
    }
}
