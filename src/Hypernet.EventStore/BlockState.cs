namespace Hypernet.EventStore;

/// <summary>What the ledger holds a block for.</summary>
public enum BlockState
{
    /// <summary>On the branch that the chain follows now; may still be reverted.</summary>
    Canonical = 0,

    /// <summary>Was canonical, until the chain took another branch. May become canonical again.</summary>
    Reverted = 1,

    /// <summary>Canonical and held to be irreversible by the chain: its undo records are gone.</summary>
    Final = 2,
}
