using Hypernet.Indexer.Decoding;
using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>One document per job and seller that shares what it earns there.</summary>
internal sealed class BackerSharesProjection : IProjection
{
    public string Name => Tables.BackerShares.Name;

    public int Version => 1;

    public ValueTask ApplyAsync(Fact fact, RowBuffer rows, CancellationToken cancellationToken)
    {
        if (fact.Event is MarketEvent.OfReputation { Happened: ReputationEvent.BackerShareFixed set })
        {
            rows.Put(Tables.BackerShares, Tables.Pair(set.Job, set.Seller), new BackerShare(set.Job, set.Seller, set.BackerBps));
        }

        return ValueTask.CompletedTask;
    }
}
