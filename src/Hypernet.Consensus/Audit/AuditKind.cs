namespace Hypernet.Consensus.Audit;

/// <summary>docs/spec/audit.md §8: what slots tell each other in an audit.</summary>
internal enum AuditKind : byte
{
    /// <summary>A slot has all results of the window, and says what it sent in their operations.</summary>
    Begin = 1,

    /// <summary>The parts of a partition's contributions that the receiver's partition answers for.</summary>
    Shares = 2,

    /// <summary>A commitment to a nonce.</summary>
    Commit = 3,

    /// <summary>The nonce.</summary>
    Open = 4,

    /// <summary>What a partition contributed.</summary>
    Statement = 5,

    /// <summary>What a partition found of the results.</summary>
    Finding = 6,

    /// <summary>After a failure: what a partition contributed to the failing operation.</summary>
    Contribution = 7,

    /// <summary>After a failure: what was received of it that nobody honest sends.</summary>
    Claim = 8,

    /// <summary>How the audit of the window ended at a slot.</summary>
    Vote = 9,

    /// <summary>Slots received different results of a name: what ended of it is to be audited at once.</summary>
    Alarm = 10,
}
