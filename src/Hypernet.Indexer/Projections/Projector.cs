using Hypernet.EventStore;
using Hypernet.Indexer.Decoding;

namespace Hypernet.Indexer.Projections;

/// <summary>All projections: told each fact in the chain's order, rebuilt together when one of them has changed.</summary>
internal sealed class Projector(MarketLogs logs, IReadOnlyList<IProjection> projections)
{
    private const int PageSize = 5000;
    private readonly JobFolds _folds = new();

    /// <summary>Rebuilds the rows when other code than this wrote them.</summary>
    /// <returns>Whether there were any.</returns>
    public async ValueTask<bool> PrepareAsync(IEventStore store, CancellationToken cancellationToken)
    {
        var found = (await store.ReadProjectionsAsync(cancellationToken)).ToDictionary(projection => projection.Name, projection => projection.Version);
        bool isCurrent = found.Values.Count(version => version > 0) == projections.Count
            && projections.All(projection => found.GetValueOrDefault(projection.Name) == projection.Version);
        if (isCurrent)
        {
            return false;
        }

        await using var transaction = await store.BeginAsync(Durability.Full, cancellationToken);
        foreach (string name in found.Keys.Except(projections.Select(projection => projection.Name)))
        {
            // Version 0: no code writes these rows any more.
            await transaction.ResetProjectionAsync(name, 0, cancellationToken);
        }

        await RebuildAsync(transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return found.Count > 0;
    }

    /// <summary>Makes all rows anew from the canonical blocks of the ledger.</summary>
    public async ValueTask RebuildAsync(IEventTransaction transaction, CancellationToken cancellationToken)
    {
        Forget();
        foreach (var projection in projections)
        {
            await transaction.ResetProjectionAsync(projection.Name, projection.Version, cancellationToken);
        }

        var rows = new RowBuffer(transaction);
        long position = 0;
        IReadOnlyList<Entry> page;
        do
        {
            page = await transaction.ReadCanonicalAsync(position, PageSize, cancellationToken);
            foreach (var entry in page)
            {
                position = entry.Position;
                if (entry is Entry.BlockApplied)
                {
                    await rows.FlushAsync(cancellationToken);
                    await transaction.ReplayAsync(entry.Block, cancellationToken);
                }
                else if (entry is Entry.Log log && await logs.ReadAsync(log.Content, rows, cancellationToken) is { } happened)
                {
                    await ApplyAsync(log, happened, transaction, rows, cancellationToken);
                }
            }
        }
        while (page.Count == PageSize);
        await rows.FlushAsync(cancellationToken);
    }

    /// <summary>Tells all projections what a log says.</summary>
    public async ValueTask ApplyAsync(
        Entry.Log log, MarketEvent happened, IEventTransaction transaction, RowBuffer rows, CancellationToken cancellationToken)
    {
        var change = MarketLogs.JobOf(happened) is { } job
            ? await _folds.ChangeAsync(job, happened, log.Position, transaction, cancellationToken)
            : null;
        var fact = new Fact(log.Block, log.Content, happened, change);
        foreach (var projection in projections)
        {
            await projection.ApplyAsync(fact, rows, cancellationToken);
        }
    }

    /// <summary>Forgets what is not in rows: blocks were reverted, or a transaction was given up.</summary>
    public void Forget() => _folds.Forget();
}
