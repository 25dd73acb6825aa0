namespace Hypernet.EventStore;

/// <summary>Another process keeps the store locked.</summary>
public sealed class StoreBusyException(string store, Exception inner)
    : EventStoreException($"The event store {store} is locked by another process: stop the other indexer, or try again.", inner)
{
    /// <summary>The store's file or address.</summary>
    public string Store => store;

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
