using Hypernet.EventStore;
using Hypernet.Indexer.Projections;
using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>Answers questions about money in the market.</summary>
/// <param name="store">Where an indexer keeps it.</param>
public sealed class LedgerReadModel(IEventStore store) : ILedgerReadModel
{
    private readonly TableReader<LedgerAccount> _accounts = new(store, Tables.Ledger);

    /// <inheritdoc/>
    public ValueTask<LedgerAccount?> FindUserAsync(Account user, CancellationToken cancellationToken = default) =>
        _accounts.FindAsync(LedgerProjection.Free(user), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LedgerAccount?> FindJobAsync(Account job, CancellationToken cancellationToken = default) =>
        _accounts.FindAsync(LedgerProjection.Job(job), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Listing<LedgerAccount>> ListAsync(RowCursor? after, int limit, CancellationToken cancellationToken = default) =>
        _accounts.ListAsync(new RowQuery(Tables.Ledger.Name) { After = after, Limit = limit, NewestFirst = false }, cancellationToken);
}
