using Hypernet.EventStore;
using Hypernet.Indexer.Decoding;
using Hypernet.Indexer.Projections;
using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>Answers questions about jobs.</summary>
/// <param name="store">Where an indexer keeps them.</param>
public sealed class JobReadModel(IEventStore store) : IJobReadModel
{
    private readonly TableReader<JobSummary> _jobs = new(store, Tables.Jobs);

    /// <inheritdoc/>
    public ValueTask<Listing<JobSummary>> ListAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        var terms = new List<string>();
        if (query.Status is { } status)
        {
            terms.Add(Tables.Status(status));
        }

        if (query.Buyer is { } buyer)
        {
            terms.Add(Tables.Buyer(buyer));
        }

        if (query.Seller is { } seller)
        {
            terms.Add(Tables.Seller(seller));
        }

        return _jobs.ListAsync(new RowQuery(Tables.Jobs.Name) { Terms = terms, After = query.After, Limit = query.Limit }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<JobSummary?> FindAsync(Account job, CancellationToken cancellationToken = default) =>
        _jobs.FindAsync(job.ToString(), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IndexedJob?> FindHistoryAsync(Account job, CancellationToken cancellationToken = default)
    {
        while (await FindAsync(job, cancellationToken) is { } summary)
        {
            // The stream and the row are two reads: they belong together when they end with the same event.
            var history = await FoldAsync(job, summary, cancellationToken);
            if (history is not null)
            {
                return history;
            }
        }

        return null;
    }

    private async ValueTask<IndexedJob?> FoldAsync(Account job, JobSummary summary, CancellationToken cancellationToken)
    {
        JobFold? fold = null;
        Entry.Log? last = null;
        var rounds = new RoundsFold();
        await foreach (var (entry, happened) in JobStream.ReadAsync(job, store.ReadStreamAsync, cancellationToken))
        {
            var before = fold;
            fold = JobFold.Next(before, happened);
            last = entry;
            if (fold.Fault is not null)
            {
                break;
            }

            if (before is not null && happened is MarketEvent.OfJob ofJob)
            {
                rounds.Add(before.State, ofJob.Happened, fold.State);
            }
        }

        bool belongs = last is not null && last.Block == summary.LastBlock && Tables.OrderOf(last.Block, last.Content) == summary.LastOrder;
        return belongs ? new IndexedJob(summary, fold!.State, rounds.Rounds, last!.Position) : null;
    }
}
