namespace Hypernet.Client;

/// <summary>The chain replaced a block: every event of this block is undone. Newest block first.</summary>
public sealed record RevertedView : StreamItem
{
    /// <summary>The event's name in the stream.</summary>
    public const string EventName = "reverted";

    /// <summary>The number of the block.</summary>
    public required long BlockNumber { get; init; }

    /// <summary>The hash of the block that is no longer part of the chain.</summary>
    public required string BlockHash { get; init; }
}
