namespace Hypernet.EventStore;

/// <summary>The engine below the store failed, for example because the disk is full.</summary>
public sealed class StoreFaultException(string store, Exception inner)
    : EventStoreException($"The event store {store} failed: {inner.Message}", inner)
{
    /// <summary>The store's file or address.</summary>
    public string Store => store;
}
