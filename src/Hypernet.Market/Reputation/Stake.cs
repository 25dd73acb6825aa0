using System.Numerics;

namespace Hypernet.Market;

/// <summary>What a user has behind a peer, in shares of its <see cref="StakePool"/>: a pure fold of the events of Reputation.</summary>
/// <param name="User">The user.</param>
/// <param name="Peer">The peer.</param>
public sealed record Stake(Account User, Account Peer)
{
    /// <summary>Shares that stand behind the peer.</summary>
    public BigInteger Placed { get; init; }

    /// <summary>Shares that are on their way back.</summary>
    public BigInteger Withdrawing { get; init; }

    /// <summary>When those can be withdrawn; null while there are none.</summary>
    public DateTimeOffset? FreeAt { get; init; }

    /// <summary>Whose stake behind whom an event changes; null for an event that changes none.</summary>
    public static (Account User, Account Peer)? KeyOf(ReputationEvent happened) => happened switch
    {
        ReputationEvent.StakePlaced placed => (placed.User, placed.Peer),
        ReputationEvent.StakeWithdrawalStarted started => (started.User, started.Peer),
        ReputationEvent.StakeWithdrawn withdrawn => (withdrawn.User, withdrawn.Peer),
        _ => null,
    };

    /// <summary>The stake after one more event of its user and its peer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The event does not change a stake.</exception>
    public Stake When(ReputationEvent happened) => happened switch
    {
        ReputationEvent.StakePlaced placed => this with { Placed = Placed + placed.Shares },
        ReputationEvent.StakeWithdrawalStarted started => this with
        {
            Placed = Placed - started.Shares,
            Withdrawing = Withdrawing + started.Shares,
            FreeAt = started.FreeAt,
        },
        ReputationEvent.StakeWithdrawn => this with { Withdrawing = default, FreeAt = null },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "The event does not change a stake."),
    };
}
