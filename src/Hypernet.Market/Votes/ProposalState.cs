namespace Hypernet.Market;

/// <summary>Where a proposal stands. Numbers as in OpenZeppelin's <c>IGovernor</c>.</summary>
public enum ProposalState
{
    /// <summary>Voting has not begun.</summary>
    Pending = 0,

    /// <summary>Votes are cast.</summary>
    Active = 1,

    /// <summary>Its proposer took it back before voting began.</summary>
    Canceled = 2,

    /// <summary>The quorum was missed, or as many were against as for.</summary>
    Defeated = 3,

    /// <summary>Carried, and to be queued.</summary>
    Succeeded = 4,

    /// <summary>It waits in the timelock, or can be executed.</summary>
    Queued = 5,

    /// <summary>Not executed in time; no proposal of ours expires.</summary>
    Expired = 6,

    /// <summary>In force.</summary>
    Executed = 7,
}
