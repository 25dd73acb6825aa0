namespace Hypernet.Market;

/// <summary>What a vote may change about votes, within hard bounds. Numbers as in the contracts.</summary>
public enum VotingSetting
{
    /// <summary>Seconds from a proposal to the begin of its vote.</summary>
    VotingDelay = 0,

    /// <summary>Seconds that a vote lasts.</summary>
    VotingPeriod = 1,

    /// <summary>Seconds that a vote lasts at least from the moment at which the quorum is reached.</summary>
    LateQuorumExtension = 2,

    /// <summary>The votes that a proposer needs, in the smallest unit of Hypertoken.</summary>
    ProposalThreshold = 3,

    /// <summary>The quorum, in percent of the supply.</summary>
    QuorumPercent = 4,
}
