namespace Hypernet.EventStore;

/// <summary>A block with its place in the ledger.</summary>
/// <param name="Block">The block.</param>
/// <param name="State">What it is held for now.</param>
/// <param name="Position">The position of its last <see cref="Entry.BlockApplied"/>.</param>
public sealed record BlockRecord(Block Block, BlockState State, long Position);
