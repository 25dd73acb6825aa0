namespace Hypernet.Market;

/// <summary>How a vote is cast. Numbers as in OpenZeppelin's <c>GovernorCountingSimple</c>.</summary>
public enum VoteSupport
{
    /// <summary>Against the proposal.</summary>
    Against = 0,

    /// <summary>For the proposal.</summary>
    For = 1,

    /// <summary>Neither, but counted for the quorum.</summary>
    Abstain = 2,
}
