namespace Hypernet.Consensus.Audit;

/// <summary>Who takes part in an audit: the members of one view.</summary>
/// <param name="Id">Of the view: each makes the audit of a window begin anew.</param>
/// <param name="Members">All slots of the view.</param>
/// <param name="Suppliers">The slot that supplies each partition; −1 of one without members.</param>
internal sealed record AuditView(ulong Id, SlotSet Members, IReadOnlyList<int> Suppliers)
{
    /// <summary>Whether nothing was played in a view before.</summary>
    public bool IsFirst { get; init; }
}
