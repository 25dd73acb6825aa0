namespace Hypernet.Client;

/// <summary>Everything stored so far was delivered; what follows is news. Sent once per connection.</summary>
public sealed record CaughtUpView : StreamItem
{
    /// <summary>The event's name in the stream.</summary>
    public const string EventName = "caught-up";
}
