namespace Hypernet.Market;

/// <summary>What becomes of a job when a group's round ends without a quorum.</summary>
public enum LossPolicy
{
    /// <summary>The job is aborted.</summary>
    Abort = 0,

    /// <summary>The group restarts empty, at most once per group and checkpoint, and is refilled by draw.</summary>
    Restart = 1,
}
