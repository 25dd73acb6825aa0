using Hypernet.Client;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;

namespace Hypernet.Server.Reputation;

/// <summary>Stake, good names and records as the API shows them.</summary>
internal static class ReputationViews
{
    internal static ReputationView Of(PeerStanding peer) => new()
    {
        Address = Accounts.Checksum(peer.Peer),
        Points = Amounts.Text(peer.Points),
        Strikes = peer.Strikes,
        Behind = Amounts.Text(peer.Pool.WorthBehind()),
        Withdrawing = Amounts.Text(peer.Pool.Worth(peer.Pool.Withdrawing)),
        BackerBps = peer.BackerBps,
        BackersPaid = Amounts.Text(peer.BackersPaid),
        Slashed = Amounts.Text(peer.Slashed),
    };

    internal static BuyerRecordView Of(BuyerRecord buyer) => new()
    {
        Completed = buyer.Completed,
        Cancelled = buyer.Cancelled,
        Terminated = buyer.Terminated,
        Aborted = buyer.Aborted,
    };

    internal static StakeView Of(BackedStake stake) => new()
    {
        User = Accounts.Checksum(stake.User),
        Peer = Accounts.Checksum(stake.Peer),
        Placed = Amounts.Text(stake.Placed),
        Withdrawing = Amounts.Text(stake.Withdrawing),
        FreeAt = stake.FreeAt,
    };
}
