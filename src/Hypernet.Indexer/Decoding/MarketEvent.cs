using Hypernet.Market;

namespace Hypernet.Indexer.Decoding;

/// <summary>A log of a contract that counts, as far as a projection asks for it.</summary>
internal abstract record MarketEvent
{
    /// <summary>An event of a job, its placement included.</summary>
    public sealed record OfJob(Account Job, JobEvent Happened) : MarketEvent;

    /// <summary>A job emitted what no job's event looks like: its code is not the genesis implementation's.</summary>
    public sealed record Unreadable(Account Job, string Reason) : MarketEvent;

    /// <summary>The timelock listed an implementation, or no longer does.</summary>
    public sealed record ImplementationListed(Account Implementation, bool IsListed) : MarketEvent;

    /// <summary>A movement of tokens into, within or out of the market.</summary>
    public sealed record OfCollateral(CollateralEvent Happened) : MarketEvent;

    /// <summary>A change of stake, of points and strikes, or of a buyer's record.</summary>
    public sealed record OfReputation(ReputationEvent Happened) : MarketEvent;

    /// <summary>An event that is kept in the ledger and that no projection asks for.</summary>
    public sealed record Other : MarketEvent;
}
