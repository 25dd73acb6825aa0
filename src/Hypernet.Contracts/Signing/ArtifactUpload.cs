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

    /// <summary>The domain of a market's servers, which the contracts know nothing of; the factory tells two markets on one chain apart.</summary>
    /// <param name="market">Where the market's contracts are.</param>
    public static TypedDataDomain Domain(Deployment market) =>
        new("Hypernet artifacts", "1", market.ChainId, market.JobFactory.ToAddress());

    /// <summary>The uploader's signature, r, s and v: what a server asks for.</summary>
    /// <param name="key">The uploader's key.</param>
    /// <param name="market">The market whose server stores the bytes.</param>
    public byte[] Sign(PrivateKey key, Deployment market) =>
        key.Sign(Domain(market).Digest(ToTypedStruct())).ToBytes();

    /// <summary>The structure to sign in the market's domain.</summary>
    public TypedStruct ToTypedStruct() => new TypedStruct(TypeHash).Add(Sha256).Add(Bytes).Add(Expires);
}
