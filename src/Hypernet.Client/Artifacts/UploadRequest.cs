namespace Hypernet.Client;

/// <summary>
/// What an uploader signs: the EIP-712 struct <c>Upload(bytes32 sha256,uint64 bytes,uint64 expires)</c> in the domain
/// <c>EIP712Domain(string name,string version,uint256 chainId)</c> with name "Hypernet artifacts" and version "1".
/// </summary>
public sealed record UploadRequest
{
    /// <summary>The domain's name.</summary>
    public const string DomainName = "Hypernet artifacts";

    /// <summary>The domain's version.</summary>
    public const string DomainVersion = "1";

    /// <summary>The struct's type.</summary>
    public const string StructType = "Upload(bytes32 sha256,uint64 bytes,uint64 expires)";

    /// <summary>The header that carries <see cref="Expires"/>, in unix seconds.</summary>
    public const string ExpiresHeader = "Hypernet-Expires";

    /// <summary>The header that carries the signature: r, s and v, 65 bytes as 0x and 130 digits.</summary>
    public const string SignatureHeader = "Hypernet-Signature";

    /// <summary>The farthest a server lets <see cref="Expires"/> lie ahead.</summary>
    public static readonly TimeSpan LongestValidity = TimeSpan.FromHours(1);

    /// <summary>The chain whose accounts sign here.</summary>
    public required long ChainId { get; init; }

    /// <summary>The SHA-256 of the bytes.</summary>
    public required ArtifactId Artifact { get; init; }

    /// <summary>Their number.</summary>
    public required long Bytes { get; init; }

    /// <summary>Until when the signature is good, in whole seconds.</summary>
    public required DateTimeOffset Expires { get; init; }
}
