using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Signing;

namespace Hypernet.Contracts.Signing;

/// <summary>An account stands up for bytes that it stores on a server: they count against its quota.</summary>
/// <param name="Sha256">The SHA-256 of the bytes.</param>
/// <param name="Bytes">Their number.</param>
/// <param name="Expires">Unix seconds until which the signature is good.</param>
public sealed record ArtifactUpload(Hash32 Sha256, ulong Bytes, ulong Expires)
{
    private static readonly Hash32 TypeHash = Keccak256.Hash("Upload(bytes32 sha256,uint64 bytes,uint64 expires)");

    /// <summary>The domain of a market's servers; the contracts know nothing of it.</summary>
    /// <param name="chainId">The market's chain.</param>
    /// <param name="jobFactory">The market's JobFactory, which tells two markets on one chain apart.</param>
    public static TypedDataDomain Domain(ulong chainId, Address jobFactory) => new("Hypernet artifacts", "1", chainId, jobFactory);

    /// <summary>The uploader's signature, r, s and v: what a server asks for.</summary>
    /// <param name="key">The uploader's key.</param>
    /// <param name="market">The market whose server stores the bytes.</param>
    public byte[] Sign(PrivateKey key, Deployment market) =>
        key.Sign(Domain(market.ChainId, market.JobFactory.ToAddress()).Digest(ToTypedStruct())).ToBytes();

    /// <summary>The structure to sign in the market's domain.</summary>
    public TypedStruct ToTypedStruct() => new TypedStruct(TypeHash).Add(Sha256).Add(Bytes).Add(Expires);
}
