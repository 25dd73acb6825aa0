using System.Net;
using System.Net.Sockets;

namespace Hypernet.Network;

/// <summary>Tells <see cref="AddressScope"/>s.</summary>
public static class AddressScopes
{
    private static readonly (IPNetwork Network, AddressScope Scope)[] Special =
    [
        .. Of(AddressScope.Unspecified, "0.0.0.0/8", "::/128"),
        .. Of(AddressScope.Loopback, "127.0.0.0/8", "::1/128"),
        .. Of(AddressScope.LinkLocal, "169.254.0.0/16", "fe80::/10"),
        .. Of(AddressScope.Private, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10"),
        .. Of(AddressScope.Multicast, "224.0.0.0/4", "255.255.255.255/32", "ff00::/8"),
        .. Of(AddressScope.SetAside, "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4"),
    ];

    // Of IPv6, only 2000::/3 is given out for the Internet, and not all of it: the first that fits counts.
    private static readonly (IPNetwork Network, AddressScope Scope)[] Ordered =
    [
        .. Special,
        .. Of(AddressScope.SetAside, "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
        .. Of(AddressScope.Public, "2000::/3"),
    ];

    /// <summary>How far an address reaches. An IPv4 address that is mapped into IPv6 counts as what it is.</summary>
    public static AddressScope Of(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var (network, scope) in Ordered)
        {
            if (network.Contains(plain))
            {
                return scope;
            }
        }

        return plain.AddressFamily == AddressFamily.InterNetwork ? AddressScope.Public : AddressScope.SetAside;
    }

    private static IEnumerable<(IPNetwork Network, AddressScope Scope)> Of(AddressScope scope, params string[] networks) =>
        networks.Select(network => (IPNetwork.Parse(network), scope));
}
