namespace Hypernet.EventStore;

/// <summary>
/// One line of the ledger. Positions count from 1, have no gaps, are never reused, and grow with time: a reader that
/// remembers the last one it has handled misses nothing, and is told by <see cref="BlockReverted"/> what to undo.
/// </summary>
/// <param name="Position">Its place in the ledger.</param>
/// <param name="Block">The block it speaks of.</param>
public abstract record Entry(long Position, Block Block)
{
    /// <summary>The block became part of the canonical branch. Its logs follow.</summary>
    public sealed record BlockApplied(long Position, Block Block) : Entry(Position, Block);

    /// <summary>A log of the block that was applied last.</summary>
    /// <param name="Position">Its place in the ledger.</param>
    /// <param name="Block">The block that holds it.</param>
    /// <param name="Content">The log itself.</param>
    public sealed record Log(long Position, Block Block, ChainLog Content) : Entry(Position, Block);

    /// <summary>The log before this one announced a contract whose logs count from this block on.</summary>
    /// <param name="Position">Its place in the ledger.</param>
    /// <param name="Block">The block that announced it.</param>
    /// <param name="Child">The contract's address.</param>
    public sealed record ChildDiscovered(long Position, Block Block, ContractAddress Child) : Entry(Position, Block);

    /// <summary>The block, the newest canonical one, left the canonical branch: all of its entries are undone.</summary>
    public sealed record BlockReverted(long Position, Block Block) : Entry(Position, Block);

    /// <summary>The block and all before it on the canonical branch are irreversible.</summary>
    public sealed record Finalized(long Position, Block Block) : Entry(Position, Block);
}
