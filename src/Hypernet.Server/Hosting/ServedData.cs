using Hypernet.EventStore;
using Hypernet.Indexer;
using Hypernet.Indexer.ReadModels;

namespace Hypernet.Server.Hosting;

/// <summary>What a server answers from.</summary>
/// <param name="Store">The event store.</param>
/// <param name="Jobs">Jobs, from the store's projections.</param>
/// <param name="Sellers">Sellers, from the store's projections.</param>
/// <param name="Reputation">Stake, good names and records, from the store's projections.</param>
/// <param name="Ledger">Money, from the store's projections.</param>
/// <param name="Indexer">How far the indexer has come.</param>
internal sealed record ServedData(
    IEventStore Store,
    IJobReadModel Jobs,
    ISellerReadModel Sellers,
    IReputationReadModel Reputation,
    ILedgerReadModel Ledger,
    Func<IndexerStatus> Indexer)
{
    /// <summary>All of it from the projections of a store.</summary>
    internal static ServedData Of(IEventStore store, Func<IndexerStatus> indexer) => new(
        store, new JobReadModel(store), new SellerReadModel(store), new ReputationReadModel(store), new LedgerReadModel(store), indexer);
}
