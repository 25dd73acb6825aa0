using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Runs;

namespace Hypernet.Consensus.Audit;

/// <summary>What a slot's audits have in common.</summary>
/// <param name="Seats">How slots are divided among partitions.</param>
/// <param name="Self">The own slot.</param>
/// <param name="Signer">Signs for it.</param>
/// <param name="Runs">Makes the runs of an operation that is played once more.</param>
/// <param name="Nonce">Draws a nonce.</param>
internal sealed record AuditParty(Seats Seats, int Self, IAuditSigner Signer, Func<RunContext, IRunOutput, IRun> Runs, Func<Hash256> Nonce)
{
    /// <summary>The own partition.</summary>
    public int Partition => Seats.PartitionOf(Self);
}
