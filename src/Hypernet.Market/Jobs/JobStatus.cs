namespace Hypernet.Market;

/// <summary>Where a job stands (contracts.md §3). Numbers as in the contracts.</summary>
public enum JobStatus
{
    /// <summary>Placed; sellers sign.</summary>
    Open = 0,

    /// <summary>Every slot is signed; the seed is awaited.</summary>
    Filled = 1,

    /// <summary>Ranks are drawn and compute.</summary>
    Running = 2,

    /// <summary>A group has fewer ranks than its quorum; replacements are sought.</summary>
    Frozen = 3,

    /// <summary>Ended: every checkpoint, or every one up to the buyer's termination, is settled.</summary>
    Completed = 4,

    /// <summary>Ended before it started.</summary>
    Cancelled = 5,

    /// <summary>Ended after it started, unfinished.</summary>
    Aborted = 6,
}
