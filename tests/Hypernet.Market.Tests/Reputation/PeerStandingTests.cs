using Xunit;

namespace Hypernet.Market;

public sealed class PeerStandingTests
{
    private static readonly Account Peer = Account.Parse("0x00000000000000000000000000000000000000b1");
    private static readonly Account User = Account.Parse("0x00000000000000000000000000000000000000b2");

    [Fact]
    public void Shares_are_worth_what_earnings_and_faults_have_made_of_the_pool_rounded_down()
    {
        var placed = new ReputationEvent.StakePlaced(User, Peer, new Amount(10), 30, new Amount(10));
        var (stake, peer) = (new Stake(User, Peer).When(placed), new PeerStanding(Peer).When(placed));
        var started = new ReputationEvent.StakeWithdrawalStarted(User, Peer, new Amount(3), 10, new Amount(6), DateTimeOffset.UnixEpoch);
        (stake, peer) = (stake.When(started), peer.When(started));

        Assert.Equal((new Amount(6), new Amount(3)), (peer.Pool.Worth(stake.Placed), peer.Pool.Worth(stake.Withdrawing)));
        peer = peer.When(new ReputationEvent.BackersPaid(Peer, default, new Amount(4), new Amount(9)));
        Assert.Equal((new Amount(9), new Amount(4)), (peer.Pool.WorthBehind(), peer.Pool.Worth(stake.Withdrawing)));
        peer = peer.When(new ReputationEvent.StakeSlashed(Peer, default, new Amount(7), new Amount(4)));
        Assert.Equal((new Amount(4), new Amount(2)), (peer.Pool.WorthBehind(), peer.Pool.Worth(stake.Withdrawing)));
        Assert.Equal((new Amount(4), new Amount(7)), (peer.BackersPaid, peer.Slashed));
    }

    [Fact]
    public void Pool_that_nobody_is_in_is_worth_nothing() => Assert.Equal(Amount.Zero, new PeerStanding(Peer).Pool.Worth(5));

    [Fact]
    public void More_than_was_there_cannot_be_taken() => Assert.Throws<OverflowException>(() =>
        new PeerStanding(Peer).When(new ReputationEvent.StakeSlashed(Peer, default, new Amount(1), Amount.Zero)));

    [Fact]
    public void Events_of_others_change_nothing()
    {
        var recorded = new ReputationEvent.BuyerRecorded(User, default, BuyerOutcome.Aborted);

        Assert.Throws<ArgumentOutOfRangeException>(() => new PeerStanding(Peer).When(recorded));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Stake(User, Peer).When(recorded));
        Assert.Equal((null, null), (PeerStanding.PeerOf(recorded), Stake.KeyOf(recorded)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BuyerRecord(User).When(recorded with { Outcome = (BuyerOutcome)9 }));
        Assert.Equal(new BuyerRecord(User) { Aborted = 1 }, new BuyerRecord(User).When(recorded));
    }
}
