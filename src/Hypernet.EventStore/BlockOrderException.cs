namespace Hypernet.EventStore;

/// <summary>A block does not follow the newest canonical one.</summary>
public sealed class BlockOrderException(Block block, Block tip)
    : EventStoreException(
        $"Block {block.Number} ({block.Hash}, parent {block.Parent}) does not follow block {tip.Number} ({tip.Hash}): "
        + "revert to the common ancestor first.")
{
    /// <summary>The block that was to be applied.</summary>
    public Block Block => block;

    /// <summary>The newest canonical block.</summary>
    public Block Tip => tip;
}
