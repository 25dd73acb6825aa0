namespace Hypernet.Consensus;

/// <summary>Who must agree before the ranks go on without those that are gone (docs/spec/dac.md, views).</summary>
public enum QuorumRule
{
    /// <summary>All that are not proven dead. Silence never removes a rank: right where proof is to be had, on one host.</summary>
    Survivors,

    /// <summary>More than half of all ranks that have not left. Silence is suspected, and a part without a majority waits.</summary>
    Majority,

    /// <summary>
    /// Of every partition as many of its replicas as <see cref="ConsensusOptions.ReplicaQuorum"/> says, counted of all that there were.
    /// Silence is suspected, and without a quorum of each partition everybody waits.
    /// </summary>
    Replicas,
}
