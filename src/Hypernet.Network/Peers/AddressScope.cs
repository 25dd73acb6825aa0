namespace Hypernet.Network;

/// <summary>docs/spec/transport.md §7: how far an address reaches (IANA special-purpose registries for IPv4 and IPv6).</summary>
public enum AddressScope
{
    /// <summary>The public Internet.</summary>
    Public,

    /// <summary>No address: 0.0.0.0/8, ::.</summary>
    Unspecified,

    /// <summary>The own host: 127.0.0.0/8, ::1.</summary>
    Loopback,

    /// <summary>The own link: 169.254.0.0/16, fe80::/10.</summary>
    LinkLocal,

    /// <summary>A network of its own: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, fc00::/7, fec0::/10.</summary>
    Private,

    /// <summary>Many hosts: 224.0.0.0/4, ff00::/8, and 255.255.255.255.</summary>
    Multicast,

    /// <summary>Nobody on the Internet: documents, measurements, tunnels, later use.</summary>
    SetAside,
}
