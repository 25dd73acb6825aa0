using Hypernet.EventStore;
using Hypernet.Indexer.Decoding;
using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>The states of the jobs in use; one that is not at hand is folded again from its stream.</summary>
internal sealed class JobFolds
{
    private const int Capacity = 1024;
    private readonly Dictionary<Account, JobFold> _folds = [];

    /// <summary>The job before and after an event that the transaction holds at a position.</summary>
    public async ValueTask<JobChange> ChangeAsync(
        Account job, MarketEvent happened, long position, IEventTransaction transaction, CancellationToken cancellationToken)
    {
        if (!_folds.TryGetValue(job, out var before))
        {
            before = await FoldAsync(job, position, transaction, cancellationToken);
        }

        if (_folds.Count >= Capacity)
        {
            _folds.Clear();
        }

        return new JobChange(before, _folds[job] = JobFold.Next(before, happened));
    }

    /// <summary>Forgets all states: blocks were reverted, or a transaction was given up.</summary>
    public void Forget() => _folds.Clear();

    private static async ValueTask<JobFold?> FoldAsync(Account job, long before, IEventTransaction transaction, CancellationToken cancellationToken)
    {
        JobFold? fold = null;
        await foreach (var (entry, happened) in JobStream.ReadAsync(job, transaction.ReadStreamAsync, cancellationToken))
        {
            if (entry.Position >= before)
            {
                break;
            }

            fold = JobFold.Next(fold, happened);
        }

        return fold;
    }
}
