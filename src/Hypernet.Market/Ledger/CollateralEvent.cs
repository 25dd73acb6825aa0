namespace Hypernet.Market;

/// <summary>Something that happened in the ledger of Collateral (contracts.md §6).</summary>
public abstract record CollateralEvent
{
    private CollateralEvent()
    {
    }

    /// <summary>The event's name in all languages.</summary>
    public string Name => GetType().Name;

    /// <summary>Tokens came in.</summary>
    /// <param name="User">Whose free balance grew.</param>
    /// <param name="Amount">By how much.</param>
    public sealed record Deposited(Account User, Amount Amount) : CollateralEvent;

    /// <summary>Tokens went out.</summary>
    /// <param name="User">Whose free balance shrank.</param>
    /// <param name="Amount">By how much.</param>
    public sealed record Withdrawn(Account User, Amount Amount) : CollateralEvent;

    /// <summary>A user allowed, or no longer allows, jobs of an implementation to take from its free balance.</summary>
    /// <param name="User">The user.</param>
    /// <param name="Implementation">The implementation.</param>
    /// <param name="IsTrusted">Whether it does.</param>
    public sealed record ImplementationTrusted(Account User, Account Implementation, bool IsTrusted) : CollateralEvent;

    /// <summary>Tokens that belonged to nobody went to the treasury's free balance.</summary>
    /// <param name="Treasury">The treasury.</param>
    /// <param name="Amount">How much.</param>
    public sealed record Skimmed(Account Treasury, Amount Amount) : CollateralEvent;

    /// <summary>An amount moved in the ledger.</summary>
    /// <param name="Job">The job whose balance changed; none for Stake, Unstake and Slash.</param>
    /// <param name="User">The account it came from or went to; for Fee the treasury, for Forfeit the seller that lost it.</param>
    /// <param name="Kind">What for.</param>
    /// <param name="Amount">How much.</param>
    public sealed record Moved(Account Job, Account User, Movement Kind, Amount Amount) : CollateralEvent;
}
