namespace Hypernet.Client;

/// <summary>What a server serves, and how far it has come.</summary>
public sealed record StatusView
{
    /// <summary>The schema of this document.</summary>
    public string ApiVersion { get; init; } = Wire.ApiVersion;

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>The chain's name in the deployment file.</summary>
    public required string Network { get; init; }

    /// <summary>The chain's id.</summary>
    public required long ChainId { get; init; }

    /// <summary>The contracts by name, as checksum addresses.</summary>
    public required IReadOnlyDictionary<string, string> Contracts { get; init; }

    /// <summary>The position of the last event stored; 0 before the first.</summary>
    public required long Position { get; init; }

    /// <summary>The last block stored; null before the first.</summary>
    public BlockView? Block { get; init; }

    /// <summary>The newest block the chain was seen to have; null before it was first reached.</summary>
    public long? HeadBlock { get; init; }

    /// <summary>The last block that is final; null before there is one.</summary>
    public long? FinalizedBlock { get; init; }

    /// <summary>Streams of events that are open.</summary>
    public required int Streams { get; init; }

    /// <summary>Bytes of artifacts stored.</summary>
    public required long ArtifactBytes { get; init; }

    /// <summary>Since when this server runs.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
