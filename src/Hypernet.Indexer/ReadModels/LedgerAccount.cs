using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>One account of the double-entry ledger that Collateral's events make: every movement is out of one and into another.</summary>
public sealed record LedgerAccount
{
    /// <summary>Its name: <c>free:0x…</c> for a user, <c>job:0x…</c>, <c>stake</c>, or <c>outside</c> for tokens not in the market.</summary>
    public required string Name { get; init; }

    /// <summary>What came in, by the kind of movement.</summary>
    public IReadOnlyDictionary<string, Amount> In { get; init; } = new Dictionary<string, Amount>();

    /// <summary>What went out, by the kind of movement.</summary>
    public IReadOnlyDictionary<string, Amount> Out { get; init; } = new Dictionary<string, Amount>();

    /// <summary>What it holds: in minus out, in the smallest unit of Hypertoken. Negative for <c>outside</c> only.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Int128 Balance => Sum(In) - Sum(Out);

    private static Int128 Sum(IReadOnlyDictionary<string, Amount> amounts) =>
        amounts.Values.Aggregate(Int128.Zero, (sum, amount) => checked(sum + (Int128)amount.Units));
}
