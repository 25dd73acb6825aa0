using Hypernet.Indexer.Decoding;
using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>One document per peer that Reputation has spoken of.</summary>
internal sealed class PeersProjection : IProjection
{
    public string Name => Tables.Peers.Name;

    public int Version => 1;

    public async ValueTask ApplyAsync(Fact fact, RowBuffer rows, CancellationToken cancellationToken)
    {
        if (fact.Event is not MarketEvent.OfReputation { Happened: var happened } || PeerStanding.PeerOf(happened) is not { } peer)
        {
            return;
        }

        string key = peer.ToString();
        var before = await rows.FindAsync(Tables.Peers, key, cancellationToken) ?? new PeerStanding(peer);
        rows.Put(Tables.Peers, key, before.When(happened));
    }
}
