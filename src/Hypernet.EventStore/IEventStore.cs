namespace Hypernet.EventStore;

/// <summary>A store of one chain's ledger and of the projections made from it.</summary>
public interface IEventStore : IEventReader, IRowReader, IEventFeed, IEventWriter, IAsyncDisposable
{
    /// <summary>The chain that the store follows.</summary>
    ChainIdentity Chain { get; }
}
