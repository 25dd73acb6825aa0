using Hypernet.EventStore;
using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>Answers questions about money in the market.</summary>
public interface ILedgerReadModel
{
    /// <summary>What a user has free in the market, and how it came and went; null for one that never had anything.</summary>
    ValueTask<LedgerAccount?> FindUserAsync(Account user, CancellationToken cancellationToken = default);

    /// <summary>What a job holds, and how it came and went; null for one that never had anything.</summary>
    ValueTask<LedgerAccount?> FindJobAsync(Account job, CancellationToken cancellationToken = default);

    /// <summary>Lists all accounts by name; their balances add up to zero.</summary>
    /// <param name="after">Where the page begins, from <see cref="Listing{T}.Next"/>; null for the first page.</param>
    /// <param name="limit">The most accounts in the page, 1 to 1000.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    ValueTask<Listing<LedgerAccount>> ListAsync(RowCursor? after, int limit, CancellationToken cancellationToken = default);
}
