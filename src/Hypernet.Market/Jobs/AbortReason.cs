namespace Hypernet.Market;

/// <summary>Why a job was aborted. Numbers as in the contracts.</summary>
public enum AbortReason
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>A round had no majority, and the policy or the limit of one restart allows no other.</summary>
    Inconclusive = 1,

    /// <summary>Twice at one checkpoint nobody of a group committed, though a quorum of it was alive.</summary>
    NoWork = 2,

    /// <summary>A quorum agrees that the program failed.</summary>
    ProgramFailed = 3,

    /// <summary>The job waited for new sellers longer than its recruit window allows.</summary>
    NotRecruited = 4,

    /// <summary>The buyer had announced a termination, and the job was frozen.</summary>
    Terminated = 5,
}
