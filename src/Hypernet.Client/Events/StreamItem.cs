namespace Hypernet.Client;

/// <summary>
/// What a stream of events delivers: an <see cref="EventView"/>, or one of the control events
/// <see cref="RevertedView"/>, <see cref="FinalizedView"/>, <see cref="CaughtUpView"/>.
/// </summary>
public abstract record StreamItem
{
    private protected StreamItem()
    {
    }

    /// <summary>The place in the server's gap-free order; a reader that stores it resumes after it.</summary>
    public required long Position { get; init; }
}
