using Hypernet.EventStore;
using Hypernet.Indexer.Projections;
using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>Answers questions about what the chain knows of the good name of sellers and buyers.</summary>
/// <param name="store">Where an indexer keeps it.</param>
public sealed class ReputationReadModel(IEventStore store) : IReputationReadModel
{
    private readonly TableReader<PeerStanding> _peers = new(store, Tables.Peers);
    private readonly TableReader<Stake> _stakes = new(store, Tables.Stakes);
    private readonly TableReader<BuyerRecord> _buyers = new(store, Tables.Buyers);
    private readonly TableReader<BackerShare> _shares = new(store, Tables.BackerShares);

    /// <inheritdoc/>
    public async ValueTask<PeerStanding> FindPeerAsync(Account peer, CancellationToken cancellationToken = default) =>
        await _peers.FindAsync(peer.ToString(), cancellationToken) ?? new PeerStanding(peer);

    /// <inheritdoc/>
    public async ValueTask<BuyerRecord> FindBuyerAsync(Account buyer, CancellationToken cancellationToken = default) =>
        await _buyers.FindAsync(buyer.ToString(), cancellationToken) ?? new BuyerRecord(buyer);

    /// <inheritdoc/>
    public async ValueTask<BackedStake> FindStakeAsync(Account user, Account peer, CancellationToken cancellationToken = default)
    {
        var stake = await _stakes.FindAsync(Tables.Pair(user, peer), cancellationToken) ?? new Stake(user, peer);
        return Worth(stake, await FindPeerAsync(peer, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<Listing<BackedStake>> ListStakesAsync(StakeQuery query, CancellationToken cancellationToken = default)
    {
        var terms = new List<string> { Tables.Left };
        if (query.User is { } user)
        {
            terms.Add(Tables.User(user));
        }

        if (query.Peer is { } peer)
        {
            terms.Add(Tables.Peer(peer));
        }

        var found = await _stakes.ListAsync(
            new RowQuery(Tables.Stakes.Name) { Terms = terms, After = query.After, Limit = query.Limit, NewestFirst = false }, cancellationToken);
        var peers = new Dictionary<Account, PeerStanding>();
        foreach (var backed in found.Items.Select(stake => stake.Peer).Distinct())
        {
            peers.Add(backed, await FindPeerAsync(backed, cancellationToken));
        }

        return new Listing<BackedStake>([.. found.Items.Select(stake => Worth(stake, peers[stake.Peer]))], found.Next, found.Position);
    }

    /// <inheritdoc/>
    public async ValueTask<int> FindBackerShareAsync(Account job, Account seller, CancellationToken cancellationToken = default) =>
        await _shares.FindAsync(Tables.Pair(job, seller), cancellationToken) is { } share ? share.BackerBps : 0;

    private static BackedStake Worth(Stake stake, PeerStanding peer) =>
        new(stake.User, stake.Peer, peer.Pool.Worth(stake.Placed), peer.Pool.Worth(stake.Withdrawing), stake.FreeAt);
}
