namespace Hypernet.Market;

/// <summary>How a job ended for its buyer. Numbers as in the contracts.</summary>
public enum BuyerOutcome
{
    /// <summary>Its last checkpoint was settled.</summary>
    Completed = 0,

    /// <summary>It was cancelled before it started.</summary>
    Cancelled = 1,

    /// <summary>Its buyer ended it before the last checkpoint.</summary>
    Terminated = 2,

    /// <summary>It was aborted.</summary>
    Aborted = 3,
}
