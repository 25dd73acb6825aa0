namespace Hypernet.Consensus.Audit;

/// <summary>How an audit ended.</summary>
public enum AuditEnd
{
    /// <summary>All results are those of what all partitions computed.</summary>
    Passed,

    /// <summary>A result is not, and it is proven who made it so.</summary>
    Failed,

    /// <summary>Something is not as it should be, and nobody is accused.</summary>
    Undecided,
}
