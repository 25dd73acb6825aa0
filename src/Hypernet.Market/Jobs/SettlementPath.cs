namespace Hypernet.Market;

/// <summary>How a checkpoint was settled. Numbers as in the contracts.</summary>
public enum SettlementPath
{
    /// <summary>By commit and reveal.</summary>
    Tally = 0,

    /// <summary>By the signatures of all active ranks of the group.</summary>
    Unanimous = 1,

    /// <summary>By the signatures of all active ranks of the job.</summary>
    Together = 2,
}
