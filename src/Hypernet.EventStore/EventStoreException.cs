namespace Hypernet.EventStore;

/// <summary>The root of everything that a store can complain of.</summary>
public abstract class EventStoreException : Exception
{
    private protected EventStoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether the same call may succeed later.</summary>
    public virtual bool IsTransient => false;
}
