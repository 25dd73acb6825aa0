using System.Security.Cryptography;
using Hypernet.Consensus.Audit;

namespace Hypernet.Benchmarks.Ranks;

/// <summary>Signs audits by ECDSA on P-256, as session keys do. All ranks have one key: what a signature costs is the same.</summary>
internal sealed class RankSigner : IAuditSigner, IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal RankSigner(byte[] token) => _key.ImportParameters(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = SHA256.HashData(token) });

    public ReadOnlyMemory<byte> Sign(ReadOnlySpan<byte> bytes) => _key.SignData(bytes, HashAlgorithmName.SHA256);

    public bool Verify(int slot, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature) => _key.VerifyData(bytes, signature, HashAlgorithmName.SHA256);

    public void Dispose() => _key.Dispose();
}
