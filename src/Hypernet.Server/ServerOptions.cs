using System.Net;
using Hypernet.Contracts;

namespace Hypernet.Server;

/// <summary>What a server serves, where it listens and how much it bears.</summary>
public sealed record ServerOptions
{
    /// <summary>Where the market's contracts are.</summary>
    public required Deployment Deployment { get; init; }

    /// <summary>Nodes of the deployment's chain, for JSON-RPC over HTTP; the next is asked when one fails. Range: at least one.</summary>
    public required IReadOnlyList<Uri> Nodes { get; init; }

    /// <summary>The folder of event store and artifacts; created if it is missing. One server at a time uses it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The address to listen on. Default: 127.0.0.1, this machine only.</summary>
    public IPAddress BindAddress { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 takes a free one, which <see cref="HypernetServer.Url"/> tells. Default: 7280. Range: 0 to 65535.</summary>
    public int Port { get; init; } = 7280;

    /// <summary>How long to wait before the chain is asked again whether there is a new block. Default: 250 ms. Range: greater than 0.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How much the artifact store takes.</summary>
    public ArtifactLimits Artifacts { get; init; } = new();

    /// <summary>The most streams of events open at once. Default: 10000. Range: greater than 0.</summary>
    public int MaxStreams { get; init; } = 10_000;

    /// <summary>The most streams of events open to one client address. Default: 256. Range: greater than 0.</summary>
    public int MaxStreamsPerClient { get; init; } = 256;

    /// <summary>The most ranks, of all jobs together, whose telemetry is kept; each takes at most 16 KiB of memory. Default: 4096. Range: greater than 0.</summary>
    public int MaxTelemetryRanks { get; init; } = 4096;

    /// <summary>The most connections open at once. Default: 20000. Range: greater than 0.</summary>
    public int MaxConnections { get; init; } = 20_000;
}
