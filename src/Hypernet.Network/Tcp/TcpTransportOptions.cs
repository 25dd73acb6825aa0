using System.Net;

namespace Hypernet.Network;

/// <summary>How a <see cref="TcpTransport"/> behaves.</summary>
public sealed record TcpTransportOptions
{
    /// <summary>Length of <see cref="Token"/>.</summary>
    public const int TokenBytes = 32;

    /// <summary>
    /// Secret of the group, drawn at random by who made it: whoever has it may speak for any peer, and it travels in the clear.
    /// Exactly 32 bytes; nothing with <see cref="Security"/>.
    /// </summary>
    public ReadOnlyMemory<byte> Token { get; init; }

    /// <summary>How to speak with strangers; null for a group that has a <see cref="Token"/>. Default: null.</summary>
    public PeerSecurity? Security { get; init; }

    /// <summary>Where to listen. Default: a free port of the loopback address.</summary>
    public IPEndPoint EndPoint { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Limit of a frame's payload, in bytes, the same at all peers. Default: 1 MiB. Range: 1 KiB to 64 MiB.</summary>
    public int MaxPayload { get; init; } = 1 << 20;

    /// <summary>Limit of the frames kept for one peer until it acknowledges them. Default: 65,536. Range: at least 1.</summary>
    public int MaxUnacknowledgedFrames { get; init; } = 1 << 16;

    /// <summary>
    /// Limit of the memory kept for one peer until it acknowledges, in bytes. Payloads above 4 KiB are not copied, and count a
    /// sixteenth of their length. Default: 64 MiB. Range: at least 64 KiB.
    /// </summary>
    public long MaxUnacknowledgedBytes { get; init; } = 64 << 20;

    /// <summary>How long a stranger may take to say HELLO, TLS and credentials before it included, and a peer to answer it. Default: 5 s. Range: greater than 0.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections that may be without a HELLO at once; beyond it the oldest is closed. Default: 256. Range: at least 1.</summary>
    public int MaxHandshakes { get; init; } = 256;

    /// <summary>The same, for those from one address: an IPv4 address, or the first 64 bits of an IPv6 address. Default: 128. Range: at least 1.</summary>
    public int MaxHandshakesPerAddress { get; init; } = 128;

    /// <summary>Least time between two dials of one peer; it doubles with each that fails. Default: 1 ms. Range: greater than 0.</summary>
    public TimeSpan MinRedial { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Greatest time between two dials of one peer. Default: 1 s. Range: at least <see cref="MinRedial"/>.</summary>
    public TimeSpan MaxRedial { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after <see cref="TcpTransport.Start"/> a refusal by a peer that was never seen alive is no proof of death. Default: 10 s. Range: at least 0.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long disposal waits for peers to acknowledge what they were sent. Default: 1 s. Range: at least 0.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Told of each connection that was closed since it broke a rule. Must not block. Default: nobody.</summary>
    public Action<LinkFault>? OnFault { get; init; }

    /// <summary>Told of each dial that the system says has failed: the peer, its address, and the reason. Must not block. Default: nobody.</summary>
    public Action<int, IPAddress, string>? OnUnreachable { get; init; }

    internal void Check()
    {
        if (Security is not null && !Token.IsEmpty)
        {
            throw new ArgumentException("A group has a token, or security for strangers: leave out one of them.");
        }

        if (Security is null && Token.Length != TokenBytes)
        {
            throw new ArgumentException($"A token of {Token.Length} bytes is none of a group: draw {TokenBytes} random bytes.");
        }

        Security?.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPayload, 1 << 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxPayload, 64 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxUnacknowledgedFrames, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxUnacknowledgedBytes, 64 << 10);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HandshakeTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHandshakes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHandshakesPerAddress, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MinRedial, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRedial, MinRedial);
        ArgumentOutOfRangeException.ThrowIfLessThan(Grace, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(Linger, TimeSpan.Zero);
    }
}
