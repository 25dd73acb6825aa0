using Hypernet.EventStore;
using Hypernet.Indexer;
using Hypernet.Indexer.ReadModels;

namespace Hypernet.Server.Hosting;

/// <summary>What a server answers from.</summary>
/// <param name="Store">The event store.</param>
/// <param name="Jobs">Jobs, from the store's projections.</param>
/// <param name="Sellers">Sellers, from the store's projections.</param>
/// <param name="Indexer">How far the indexer has come.</param>
internal sealed record ServedData(IEventStore Store, IJobReadModel Jobs, ISellerReadModel Sellers, Func<IndexerStatus> Indexer);
