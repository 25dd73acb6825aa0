namespace Hypernet.Market;

/// <summary>What a vote may change about future jobs, within hard bounds. Numbers as in the contracts.</summary>
public enum Parameter
{
    /// <summary>The treasury's fee, in basis points of a paid cell's price.</summary>
    FeeBps = 0,

    /// <summary>A seller's compensation for a cancelled job, in basis points of the unit price.</summary>
    CancelBps = 1,

    /// <summary>The most replicas of a group.</summary>
    MaxReplication = 2,

    /// <summary>The most groups of a job.</summary>
    MaxGroups = 3,

    /// <summary>The most checkpoints of a job.</summary>
    MaxCheckpoints = 4,

    /// <summary>The shortest work window, in seconds.</summary>
    MinWorkSeconds = 5,

    /// <summary>The longest work window, in seconds.</summary>
    MaxWorkSeconds = 6,

    /// <summary>The shortest reveal window, in seconds.</summary>
    MinRevealSeconds = 7,

    /// <summary>The longest reveal window, in seconds.</summary>
    MaxRevealSeconds = 8,

    /// <summary>The shortest recruit window, in seconds.</summary>
    MinRecruitSeconds = 9,

    /// <summary>The longest recruit window, in seconds.</summary>
    MaxRecruitSeconds = 10,

    /// <summary>The least time a signed slot is held before it can be given back, in seconds.</summary>
    HoldSeconds = 11,

    /// <summary>Blocks between the first application to a vacancy and its draw.</summary>
    DrawBlocks = 12,

    /// <summary>The stake behind a seller below which it can sign no job, in the smallest unit of Hypertoken.</summary>
    LeastStake = 13,
}
