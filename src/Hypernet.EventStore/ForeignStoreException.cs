namespace Hypernet.EventStore;

/// <summary>What was opened is not an event store, or one of a version that this program does not know.</summary>
public sealed class ForeignStoreException(string store, string reason, Exception? inner = null)
    : EventStoreException($"{store} is not an event store that this program can use: {reason} Name another file.", inner)
{
    /// <summary>The file or address that was opened.</summary>
    public string Store => store;
}
