using Hypernet.EventStore;
using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>Answers questions about sellers.</summary>
public interface ISellerReadModel
{
    /// <summary>Lists sellers by account.</summary>
    /// <param name="after">Where the page begins, from <see cref="Listing{T}.Next"/>; null for the first page.</param>
    /// <param name="limit">The most sellers in the page, 1 to 1000.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    ValueTask<Listing<SellerSummary>> ListAsync(RowCursor? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>The seller, or null when it never locked collateral.</summary>
    ValueTask<SellerSummary?> FindAsync(Account seller, CancellationToken cancellationToken = default);
}
