using Hypernet.Ethereum;

namespace Hypernet.Indexer;

/// <summary>The contracts of one market: logs of all others, jobs that its factory announced apart, do not count.</summary>
public sealed record IndexedContracts
{
    /// <summary>The block that the first of them was deployed in; nothing before it is read.</summary>
    public required long FirstBlock { get; init; }

    /// <summary>The factory, whose announcements make a contract a job.</summary>
    public required Address JobFactory { get; init; }

    /// <summary>The genesis implementation of jobs.</summary>
    public required Address Job { get; init; }

    /// <summary>The holder of all tokens in the market.</summary>
    public required Address Collateral { get; init; }

    /// <summary>Stake, points and strikes.</summary>
    public required Address Reputation { get; init; }

    /// <summary>Bounds and prices that votes set.</summary>
    public required Address ProtocolParameters { get; init; }

    /// <summary>The allowlist of libraries.</summary>
    public required Address LibraryRegistry { get; init; }

    /// <summary>The treasury, which fees and forfeited collateral go to.</summary>
    public required Address Timelock { get; init; }
}
