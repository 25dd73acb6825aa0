using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>A seller over all of its jobs. Custom jobs count for its collateral only: what they say of honesty is their own affair.</summary>
public sealed record SellerSummary
{
    /// <summary>The seller.</summary>
    public required Account Seller { get; init; }

    /// <summary>Jobs that it signed or was seated in.</summary>
    public int Jobs { get; init; }

    /// <summary>Jobs that it holds a slot or rank in now.</summary>
    public int ActiveJobs { get; init; }

    /// <summary>Cells that it was found honest in.</summary>
    public int SettledCells { get; init; }

    /// <summary>Cells that it was paid for.</summary>
    public int PaidCells { get; init; }

    /// <summary>What it earned, before what goes to its backers.</summary>
    public Amount Earned { get; init; }

    /// <summary>Its faults by verdict.</summary>
    public IReadOnlyDictionary<Verdict, int> Faults { get; init; } = new Dictionary<Verdict, int>();

    /// <summary>Collateral that it ever locked.</summary>
    public Amount Locked { get; init; }

    /// <summary>Collateral that came back.</summary>
    public Amount Released { get; init; }

    /// <summary>Collateral that faults have cost.</summary>
    public Amount Forfeited { get; init; }

    /// <summary>Collateral that is locked now.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Amount Outstanding => Locked - Released - Forfeited;
}
