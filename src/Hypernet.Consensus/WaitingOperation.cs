namespace Hypernet.Consensus;

/// <summary>An operation that has been waiting for a long time.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">How many operations of that name came before.</param>
/// <param name="Descriptor">What this rank called.</param>
/// <param name="Missing">The ranks that have not called it; empty if all have, and it is on its way.</param>
public sealed record WaitingOperation(string Name, long Number, Descriptor Descriptor, SlotSet Missing)
{
    /// <summary>Of <see cref="Missing"/>, the ranks whose replicas computed different things, so that no quorum of them gives the same: it is waited for others.</summary>
    public required SlotSet Disputed { get; init; }
}
