using Hypernet.Indexer.Decoding;
using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>One document per buyer of which a job has ended.</summary>
internal sealed class BuyersProjection : IProjection
{
    public string Name => Tables.Buyers.Name;

    public int Version => 1;

    public async ValueTask ApplyAsync(Fact fact, RowBuffer rows, CancellationToken cancellationToken)
    {
        if (fact.Event is not MarketEvent.OfReputation { Happened: ReputationEvent.BuyerRecorded recorded })
        {
            return;
        }

        string key = recorded.Buyer.ToString();
        var before = await rows.FindAsync(Tables.Buyers, key, cancellationToken) ?? new BuyerRecord(recorded.Buyer);
        rows.Put(Tables.Buyers, key, before.When(recorded));
    }
}
