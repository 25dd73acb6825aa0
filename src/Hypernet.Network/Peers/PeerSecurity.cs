namespace Hypernet.Network;

/// <summary>docs/spec/transport.md §6: how a <see cref="TcpTransport"/> speaks with strangers: over mutual TLS 1.3, and only with those whose credentials are good.</summary>
public sealed record PeerSecurity
{
    /// <summary>Limit of a credential's length.</summary>
    public const int MaxCredentialBytes = 1024;

    /// <summary>The session key; stays the caller's, and must live as long as the transport.</summary>
    public required SessionKey Key { get; init; }

    /// <summary>
    /// Whether peers may be dialed at addresses that are not of the public Internet: loopback, private and the like
    /// (<see cref="AddressScope"/>). A stranger could have this host knock at others of its own network. Default: no.
    /// </summary>
    public bool AllowsLocalAddresses { get; init; }

    /// <summary>Limit of the bytes that the other side may send until it has shown its credential. Default: 16 KiB. Range: at least 4 KiB.</summary>
    public int MaxHandshakeBytes { get; init; } = 16 << 10;

    /// <summary>Dials of one address (an IPv4 address, or the first 64 bits of an IPv6 address) that may be under way at once. Default: 32. Range: at least 1.</summary>
    public int MaxDialsPerAddress { get; init; } = 32;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHandshakeBytes, 4 << 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDialsPerAddress, 1);
    }
}
