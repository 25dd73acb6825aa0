namespace Hypernet.Client;

/// <summary>
/// What an uploader signs: <c>Upload(bytes32 sha256,uint64 bytes,uint64 expires)</c> of EIP-712, in the domain of the market that
/// the server serves (<c>ArtifactUpload</c> in Hypernet.Contracts).
/// </summary>
/// <param name="Artifact">The SHA-256 of the bytes.</param>
/// <param name="Bytes">Their number.</param>
/// <param name="Expires">Until when the signature is good, in whole seconds.</param>
public sealed record UploadRequest(ArtifactId Artifact, long Bytes, DateTimeOffset Expires)
{
    /// <summary>The header that carries <see cref="Expires"/>, in unix seconds.</summary>
    public const string ExpiresHeader = "Hypernet-Expires";

    /// <summary>The header that carries the signature: r, s and v, 65 bytes as 0x and 130 digits.</summary>
    public const string SignatureHeader = "Hypernet-Signature";

    /// <summary>The farthest ahead that a server lets <see cref="Expires"/> lie.</summary>
    public static readonly TimeSpan LongestValidity = TimeSpan.FromHours(1);
}
