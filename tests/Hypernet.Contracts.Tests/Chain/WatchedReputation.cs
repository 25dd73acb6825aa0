using Hypernet.Ethereum.Rpc;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Contracts.Chain;

/// <summary>Reputation on the chain beside the folds of its events.</summary>
internal sealed class WatchedReputation(LocalMarket market)
{
    private readonly Dictionary<Account, PeerStanding> _peers = [];
    private readonly Dictionary<(Account User, Account Peer), Stake> _stakes = [];
    private readonly Dictionary<Account, BuyerRecord> _buyers = [];
    private readonly Dictionary<(Account Job, Account Seller), int> _shares = [];

    /// <summary>Names of the events that were told.</summary>
    public HashSet<string> Told { get; } = [];

    /// <summary>A peer as its events tell it.</summary>
    public PeerStanding this[Account peer] => _peers[peer];

    /// <summary>Folds what a transaction left, and compares all that is known with the contract's views.</summary>
    public async Task TellAsync(TransactionReceipt receipt)
    {
        var logs = receipt.Logs.Where(log => log.Address == market.Reputation.Account.ToAddress()).ToList();
        foreach (FilterLog log in logs)
        {
            Assert.True(ReputationEvents.TryDecode(log, out ReputationEvent? happened), $"Topic {log.Topics[0]} of Reputation is not decoded.");
            Told.Add(happened.Name);
            Tell(happened);
        }

        if (logs.Count > 0)
        {
            await CompareAsync();
        }
    }

    private void Tell(ReputationEvent happened)
    {
        if (PeerStanding.PeerOf(happened) is { } peer)
        {
            _peers[peer] = _peers.GetValueOrDefault(peer, new PeerStanding(peer)).When(happened);
        }

        if (Stake.KeyOf(happened) is { } key)
        {
            _stakes[key] = _stakes.GetValueOrDefault(key, new Stake(key.User, key.Peer)).When(happened);
            Assert.Equal(BehindOf(happened) ?? _peers[key.Peer].Pool.WorthBehind(), _peers[key.Peer].Pool.WorthBehind());
        }

        if (happened is ReputationEvent.BuyerRecorded recorded)
        {
            _buyers[recorded.Buyer] = _buyers.GetValueOrDefault(recorded.Buyer, new BuyerRecord(recorded.Buyer)).When(recorded);
        }

        if (happened is ReputationEvent.BackerShareFixed set)
        {
            _shares[(set.Job, set.Seller)] = set.BackerBps;
        }
    }

    private async Task CompareAsync()
    {
        ReputationContract contract = market.Reputation;
        foreach (PeerStanding peer in _peers.Values)
        {
            Assert.Equal(await contract.StandingOfAsync(peer.Peer), (peer.Pool.WorthBehind(), peer.Points, peer.Strikes));
            Assert.Equal(await contract.PoolOfAsync(peer.Peer), peer.Pool);
            Assert.Equal(await contract.BackerShareOfAsync(peer.Peer), peer.BackerBps);
        }

        foreach (Stake stake in _stakes.Values)
        {
            StakePool pool = _peers[stake.Peer].Pool;
            Assert.Equal(await contract.StakeOfAsync(stake.User, stake.Peer), (pool.Worth(stake.Placed), pool.Worth(stake.Withdrawing), stake.FreeAt));
        }

        foreach (((Account job, Account seller), int share) in _shares)
        {
            Assert.Equal(await contract.BackerShareInAsync(job, seller), share);
        }

        foreach (BuyerRecord buyer in _buyers.Values)
        {
            int[] said = await Task.WhenAll(Enum.GetValues<BuyerOutcome>().Select(outcome => contract.OutcomesOfAsync(buyer.Buyer, outcome)));
            Assert.Equal((said[0], said[1], said[2], said[3]), (buyer.Completed, buyer.Cancelled, buyer.Terminated, buyer.Aborted));
        }
    }

    private static Amount? BehindOf(ReputationEvent happened) => happened switch
    {
        ReputationEvent.StakePlaced placed => placed.Behind,
        ReputationEvent.StakeWithdrawalStarted started => started.Behind,
        _ => null,
    };
}
