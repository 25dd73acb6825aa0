namespace Hypernet.Client;

/// <summary>Blocks up to this one will not be reverted.</summary>
public sealed record FinalizedView : StreamItem
{
    /// <summary>The event's name in the stream.</summary>
    public const string EventName = "finalized";

    /// <summary>The number of the last final block.</summary>
    public required long BlockNumber { get; init; }
}
