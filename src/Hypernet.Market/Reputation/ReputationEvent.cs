using System.Numerics;

namespace Hypernet.Market;

/// <summary>Something that happened in Reputation (contracts.md §6). Shares are parts of a peer's <see cref="StakePool"/>.</summary>
public abstract record ReputationEvent
{
    private ReputationEvent()
    {
    }

    /// <summary>The event's name in all languages.</summary>
    public string Name => GetType().Name;

    /// <summary>A user placed stake on a peer.</summary>
    /// <param name="User">The user.</param>
    /// <param name="Peer">The peer.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Shares">New shares, of the user.</param>
    /// <param name="Behind">The stake behind the peer after it.</param>
    public sealed record StakePlaced(Account User, Account Peer, Amount Amount, BigInteger Shares, Amount Behind) : ReputationEvent;

    /// <summary>A user took stake from behind a peer; what is already on its way back waits anew with it.</summary>
    /// <param name="User">The user.</param>
    /// <param name="Peer">The peer.</param>
    /// <param name="Amount">What it was worth.</param>
    /// <param name="Shares">Shares of the user that are on their way back from now on.</param>
    /// <param name="Behind">The stake behind the peer after it.</param>
    /// <param name="FreeAt">When it can be withdrawn.</param>
    public sealed record StakeWithdrawalStarted(
        Account User, Account Peer, Amount Amount, BigInteger Shares, Amount Behind, DateTimeOffset FreeAt) : ReputationEvent;

    /// <summary>All that was on its way back went to the user's free balance.</summary>
    /// <param name="User">The user.</param>
    /// <param name="Peer">The peer.</param>
    /// <param name="Amount">What it was worth.</param>
    /// <param name="Shares">Shares of the user that are no more.</param>
    public sealed record StakeWithdrawn(Account User, Account Peer, Amount Amount, BigInteger Shares) : ReputationEvent;

    /// <summary>A peer set the part of its earnings that goes to its backers, for what it signs from now on.</summary>
    /// <param name="Peer">The peer.</param>
    /// <param name="BackerBps">The part, in basis points.</param>
    public sealed record BackerShareSet(Account Peer, int BackerBps) : ReputationEvent;

    /// <summary>The part of a seller's earnings in a job that goes to its backers was fixed.</summary>
    /// <param name="Seller">The seller.</param>
    /// <param name="Job">The job.</param>
    /// <param name="BackerBps">The part, in basis points.</param>
    public sealed record BackerShareFixed(Account Seller, Account Job, int BackerBps) : ReputationEvent;

    /// <summary>A peer's fault took a part of the stake behind it, also of what is on its way back.</summary>
    /// <param name="Peer">The peer.</param>
    /// <param name="Job">Where the fault was.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Behind">The stake behind the peer after it.</param>
    public sealed record StakeSlashed(Account Peer, Account Job, Amount Amount, Amount Behind) : ReputationEvent;

    /// <summary>A peer's share of a payout went to those that placed stake on it.</summary>
    /// <param name="Peer">The peer.</param>
    /// <param name="Job">Where it was earned.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Behind">The stake behind the peer after it.</param>
    public sealed record BackersPaid(Account Peer, Account Job, Amount Amount, Amount Behind) : ReputationEvent;

    /// <summary>A seller's points or strikes changed.</summary>
    /// <param name="Seller">The seller.</param>
    /// <param name="Job">The job that changed them.</param>
    /// <param name="Points">Its points after it: fees moved by its verified cells, less what its faults took.</param>
    /// <param name="Strikes">Its faults after it.</param>
    public sealed record ReputationChanged(Account Seller, Account Job, Amount Points, long Strikes) : ReputationEvent;

    /// <summary>How a job ended was put on its buyer's record.</summary>
    /// <param name="Buyer">The buyer.</param>
    /// <param name="Job">The job.</param>
    /// <param name="Outcome">How it ended.</param>
    public sealed record BuyerRecorded(Account Buyer, Account Job, BuyerOutcome Outcome) : ReputationEvent;
}
