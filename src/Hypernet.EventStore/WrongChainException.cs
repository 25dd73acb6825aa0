namespace Hypernet.EventStore;

/// <summary>The store follows another chain than the one asked for.</summary>
public sealed class WrongChainException(string store, ChainIdentity expected, ChainIdentity found)
    : EventStoreException(
        $"The event store {store} follows chain {found.ChainId} with genesis {found.Genesis}, not chain {expected.ChainId} "
        + $"with genesis {expected.Genesis}: name another store, or connect to its chain.")
{
    /// <summary>The store's file or address.</summary>
    public string Store => store;

    /// <summary>The chain asked for.</summary>
    public ChainIdentity Expected => expected;

    /// <summary>The chain that the store follows.</summary>
    public ChainIdentity Found => found;
}
