namespace Hypernet.Ethereum.Rpc;

/// <summary>The bounds within which a <see cref="JsonRpcSocket"/> listens.</summary>
public sealed record JsonRpcSocketOptions
{
    /// <summary>The longest wait for a connection, and for a subscription to be confirmed. Default: 15 seconds. Range: greater than 0.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the peer may be silent before it is pinged, and then until it must answer. Default: 15 seconds. Range: greater than 0.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest message accepted, in bytes. Default: 4 MiB. Range: greater than 0.</summary>
    public int MaxMessageBytes { get; init; } = 4 << 20;

    /// <summary>How many items may wait for a reader before the subscription is given up. Default: 8192. Range: at least 1.</summary>
    public int MaxWaiting { get; init; } = 8192;
}
