using Hypernet.EventStore;
using Hypernet.Indexer.Projections;
using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>Answers questions about sellers.</summary>
/// <param name="store">Where an indexer keeps them.</param>
public sealed class SellerReadModel(IEventStore store) : ISellerReadModel
{
    private readonly TableReader<SellerSummary> _sellers = new(store, Tables.Sellers);

    /// <inheritdoc/>
    public ValueTask<Listing<SellerSummary>> ListAsync(RowCursor? after, int limit, CancellationToken cancellationToken = default) =>
        _sellers.ListAsync(new RowQuery(Tables.Sellers.Name) { After = after, Limit = limit, NewestFirst = false }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SellerSummary?> FindAsync(Account seller, CancellationToken cancellationToken = default) =>
        _sellers.FindAsync(seller.ToString(), cancellationToken);
}
