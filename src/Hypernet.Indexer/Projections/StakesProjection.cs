using Hypernet.Indexer.Decoding;
using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>One document per user and peer that it ever placed stake on.</summary>
internal sealed class StakesProjection : IProjection
{
    public string Name => Tables.Stakes.Name;

    public int Version => 1;

    public async ValueTask ApplyAsync(Fact fact, RowBuffer rows, CancellationToken cancellationToken)
    {
        if (fact.Event is not MarketEvent.OfReputation { Happened: var happened } || Stake.KeyOf(happened) is not var (user, peer))
        {
            return;
        }

        string key = Tables.Pair(user, peer);
        var before = await rows.FindAsync(Tables.Stakes, key, cancellationToken) ?? new Stake(user, peer);
        rows.Put(Tables.Stakes, key, before.When(happened));
    }
}
