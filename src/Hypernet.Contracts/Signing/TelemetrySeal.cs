using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Signing;
using Hypernet.Market;

namespace Hypernet.Contracts.Signing;

/// <summary>A seller's agent stands up for a report on a job that it sends to a server. It proves nothing but who says so.</summary>
/// <param name="Job">The job: a report on one says nothing about another.</param>
/// <param name="Sha256">The SHA-256 of the report's bytes.</param>
public sealed record TelemetrySeal(Account Job, Hash32 Sha256)
{
    private static readonly Hash32 TypeHash = Keccak256.Hash("Report(address job,bytes32 sha256)");

    /// <summary>The domain of a market's servers, which the contracts know nothing of; the factory tells two markets on one chain apart.</summary>
    /// <param name="market">Where the market's contracts are.</param>
    public static TypedDataDomain Domain(Deployment market) =>
        new("Hypernet telemetry", "1", market.ChainId, market.JobFactory.ToAddress());

    /// <summary>The agent's signature, r, s and v: what a server asks for.</summary>
    /// <param name="key">The key that the seller signed the job with for its agent.</param>
    /// <param name="market">The market whose server is told.</param>
    public byte[] Sign(PrivateKey key, Deployment market) =>
        key.Sign(Domain(market).Digest(ToTypedStruct())).ToBytes();

    /// <summary>The structure to sign in the market's domain.</summary>
    public TypedStruct ToTypedStruct() => new TypedStruct(TypeHash).Add(Job.ToAddress()).Add(Sha256);
}
