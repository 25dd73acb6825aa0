namespace Hypernet.Client;

/// <summary>An artifact that the server holds.</summary>
public sealed record ArtifactView
{
    /// <summary>The SHA-256 of its bytes: 64 digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its size, in bytes.</summary>
    public required long Bytes { get; init; }
}
