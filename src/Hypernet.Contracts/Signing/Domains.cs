using Hypernet.Ethereum.Signing;
using Hypernet.Market;

namespace Hypernet.Contracts.Signing;

/// <summary>EIP-712 domains of the contracts.</summary>
public static class Domains
{
    /// <summary>The domain of what a job's sellers sign: <see cref="Presence"/>, <see cref="Expulsion"/>, <see cref="CommitPledge"/>, <see cref="Attestation"/>.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="job">The job's contract.</param>
    public static TypedDataDomain Job(ulong chainId, Account job) => new("Hypernet", "1", chainId, job.ToAddress());

    /// <summary>The domain of permits of Hypertoken: <see cref="TokenPermit"/>.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="hypertoken">The token's contract.</param>
    public static TypedDataDomain Hypertoken(ulong chainId, Account hypertoken) => new("Hypertoken", "1", chainId, hypertoken.ToAddress());
}
