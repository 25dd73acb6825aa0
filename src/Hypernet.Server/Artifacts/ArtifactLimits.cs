namespace Hypernet.Server;

/// <summary>How much the artifact store takes.</summary>
public sealed record ArtifactLimits
{
    /// <summary>The largest artifact, in bytes. Default: 256 MiB. Range: greater than 0.</summary>
    public long MaxArtifactBytes { get; init; } = 256L << 20;

    /// <summary>What one account may store, in bytes. Default: 2 GiB. Range: at least 0.</summary>
    public long AccountBytes { get; init; } = 2L << 30;

    /// <summary>What all accounts together may store, in bytes. Default: 64 GiB. Range: at least 0.</summary>
    public long TotalBytes { get; init; } = 64L << 30;
}
