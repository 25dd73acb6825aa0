using System.Net;

namespace Hypernet.Server;

/// <summary>What a server serves, where it listens and how much it bears.</summary>
public sealed record ServerOptions
{
    /// <summary>The chain's node, for JSON-RPC over HTTP.</summary>
    public required Uri Rpc { get; init; }

    /// <summary>The deployment file: which contracts the market consists of on this chain.</summary>
    public required string DeploymentPath { get; init; }

    /// <summary>The folder of event store and artifacts; created if it is missing. One server at a time uses it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The address to listen on. Default: 127.0.0.1, this machine only.</summary>
    public IPAddress BindAddress { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 takes a free one, which <see cref="HypernetServer.Address"/> tells. Default: 8600. Range: 0 to 65535.</summary>
    public int Port { get; init; } = 8600;

    /// <summary>How much the artifact store takes.</summary>
    public ArtifactLimits Artifacts { get; init; } = new();

    /// <summary>The most streams of events open at once. Default: 10000. Range: greater than 0.</summary>
    public int MaxStreams { get; init; } = 10_000;

    /// <summary>The most streams of events open to one client address. Default: 256. Range: greater than 0.</summary>
    public int MaxStreamsPerClient { get; init; } = 256;

    /// <summary>The most connections open at once. Default: 20000. Range: greater than 0.</summary>
    public int MaxConnections { get; init; } = 20_000;
}
