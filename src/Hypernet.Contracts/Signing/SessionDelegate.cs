using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Signing;
using Hypernet.Market;

namespace Hypernet.Contracts.Signing;

/// <summary>docs/spec/delegate.md: a tenure's agent key lets a session key speak for the tenure, in one job and for a time. EIP-712 calls it Delegate.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Job">The job's contract.</param>
/// <param name="Tenure">The tenure.</param>
/// <param name="Rank">Its rank.</param>
/// <param name="KeyHash">SHA-256 of the session's public key (SubjectPublicKeyInfo, DER).</param>
/// <param name="NotBefore">From when on, in whole seconds.</param>
/// <param name="NotAfter">Until when, in whole seconds.</param>
public sealed record SessionDelegate(
    ulong ChainId, Account Job, int Tenure, int Rank, Bytes32 KeyHash, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    private static readonly Hash32 TypeHash = Keccak256.Hash(
        "Delegate(uint64 chainId,address job,uint32 tenure,uint16 rank,bytes32 spkiHash,uint40 notBefore,uint40 notAfter)");

    /// <summary>Signs it.</summary>
    /// <param name="agentKey">The tenure's agent key.</param>
    public SignedDelegate Sign(PrivateKey agentKey) => new(this, agentKey.Sign(Digest()));

    /// <summary>What is signed, in the job's domain.</summary>
    public Hash32 Digest() => Domains.Job(ChainId, Job).Digest(ToTypedStruct());

    /// <summary>The structure to sign in the job's domain.</summary>
    public TypedStruct ToTypedStruct() => new TypedStruct(TypeHash)
        .Add(ChainId)
        .Add(Job.ToAddress())
        .Add((ulong)Tenure)
        .Add((ulong)Rank)
        .Add(KeyHash.ToHash32())
        .Add((ulong)NotBefore.ToUnixTimeSeconds())
        .Add((ulong)NotAfter.ToUnixTimeSeconds());
}
