namespace Hypernet.Market;

/// <summary>How a job ended for its buyer's record. Numbers as in the contracts.</summary>
public enum BuyerOutcome
{
    /// <summary>Every checkpoint is settled.</summary>
    Completed = 0,

    /// <summary>It never started.</summary>
    Cancelled = 1,

    /// <summary>The buyer ended it early.</summary>
    Terminated = 2,

    /// <summary>It ended unfinished.</summary>
    Aborted = 3,
}
