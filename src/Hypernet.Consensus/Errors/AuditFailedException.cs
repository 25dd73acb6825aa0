using Hypernet.Consensus.Audit;

namespace Hypernet.Consensus;

/// <summary>Slots received different results, and an audit has ended the group (docs/spec/audit.md §4): what was computed since is not to be trusted.</summary>
/// <param name="outcome">What the audit found.</param>
public sealed class AuditFailedException(AuditOutcome outcome) : ConsensusException(outcome.Text)
{
    /// <summary>What the audit found: never that all is as it should be.</summary>
    public AuditOutcome Outcome { get; } = outcome;
}
