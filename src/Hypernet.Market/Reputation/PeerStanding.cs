namespace Hypernet.Market;

/// <summary>A peer as the events of Reputation tell it: a pure fold, equal to the contract's own views on the same log.</summary>
/// <param name="Peer">The peer, whether or not it ever sold anything.</param>
public sealed record PeerStanding(Account Peer)
{
    /// <summary>The stake behind it.</summary>
    public StakePool Pool { get; init; } = new(Amount.Zero, default, default);

    /// <summary>Fees moved by its verified cells, less what its faults took.</summary>
    public Amount Points { get; init; }

    /// <summary>Its faults.</summary>
    public long Strikes { get; init; }

    /// <summary>The part of its earnings that goes to its backers in what it signs from now on, in basis points.</summary>
    public int BackerBps { get; init; }

    /// <summary>What its backers were paid.</summary>
    public Amount BackersPaid { get; init; }

    /// <summary>What its faults took from its backers.</summary>
    public Amount Slashed { get; init; }

    /// <summary>The peer that an event changes; null for an event that changes none.</summary>
    public static Account? PeerOf(ReputationEvent happened) => happened switch
    {
        ReputationEvent.StakePlaced placed => placed.Peer,
        ReputationEvent.StakeWithdrawalStarted started => started.Peer,
        ReputationEvent.StakeWithdrawn withdrawn => withdrawn.Peer,
        ReputationEvent.StakeSlashed slashed => slashed.Peer,
        ReputationEvent.BackersPaid paid => paid.Peer,
        ReputationEvent.BackerShareSet set => set.Peer,
        ReputationEvent.ReputationChanged changed => changed.Seller,
        _ => null,
    };

    /// <summary>The peer after one more event of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The event does not change a peer.</exception>
    /// <exception cref="OverflowException">More was taken than was there: the events are not those of one contract.</exception>
    public PeerStanding When(ReputationEvent happened) => happened switch
    {
        ReputationEvent.StakePlaced placed => this with
        {
            Pool = Pool with { Amount = Pool.Amount + placed.Amount, Shares = Pool.Shares + placed.Shares },
        },
        ReputationEvent.StakeWithdrawalStarted started => this with { Pool = Pool with { Withdrawing = Pool.Withdrawing + started.Shares } },
        ReputationEvent.StakeWithdrawn withdrawn => this with
        {
            Pool = new StakePool(Pool.Amount - withdrawn.Amount, Pool.Shares - withdrawn.Shares, Pool.Withdrawing - withdrawn.Shares),
        },
        ReputationEvent.BackersPaid paid => this with
        {
            Pool = Pool with { Amount = Pool.Amount + paid.Amount },
            BackersPaid = BackersPaid + paid.Amount,
        },
        ReputationEvent.StakeSlashed slashed => this with
        {
            Pool = Pool with { Amount = Pool.Amount - slashed.Amount },
            Slashed = Slashed + slashed.Amount,
        },
        ReputationEvent.BackerShareSet set => this with { BackerBps = set.BackerBps },
        ReputationEvent.ReputationChanged changed => this with { Points = changed.Points, Strikes = changed.Strikes },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "The event does not change a peer."),
    };
}
