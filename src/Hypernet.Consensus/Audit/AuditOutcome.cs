namespace Hypernet.Consensus.Audit;

/// <summary>How the audit of an interval ended (docs/spec/audit.md §8).</summary>
public sealed record AuditOutcome
{
    private AuditOutcome(AuditEnd end, SlotSet? culprits, string text, Hash256 evidence)
    {
        End = end;
        Culprits = culprits;
        Text = text;
        Evidence = evidence;
    }

    /// <summary>Nothing was found: a commitment may be sent.</summary>
    public static AuditOutcome Passed { get; } = new(AuditEnd.Passed, null, "", default);

    /// <summary>Which end it is.</summary>
    public AuditEnd End { get; }

    /// <summary>The peers that sent what they should not have; null unless it failed.</summary>
    public SlotSet? Culprits { get; }

    /// <summary>What was found, in words; empty if it passed.</summary>
    public string Text { get; }

    /// <summary>Hash of what proves it: equal at all honest slots of a failed audit, else zeros.</summary>
    public Hash256 Evidence { get; }

    /// <summary>It is proven who altered a result.</summary>
    /// <param name="culprits">Who: peers.</param>
    /// <param name="text">What was found.</param>
    /// <param name="evidence">Hash of what proves it.</param>
    public static AuditOutcome Failed(SlotSet culprits, string text, Hash256 evidence) => new(AuditEnd.Failed, culprits, text, evidence);

    /// <summary>There is no result that a commitment may be sent for, and nobody is accused.</summary>
    /// <param name="text">What was found.</param>
    public static AuditOutcome Undecided(string text) => new(AuditEnd.Undecided, null, text, default);
}
