namespace Hypernet.EventStore;

/// <summary>How sure a reader wants to be of what it reads.</summary>
public enum Horizon
{
    /// <summary>Everything at once, in the order it was written; reverts are entries of their own.</summary>
    Latest = 0,

    /// <summary>Only blocks that are final, their logs and children: a revert is never seen.</summary>
    Finalized = 1,
}
