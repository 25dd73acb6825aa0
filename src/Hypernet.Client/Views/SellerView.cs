namespace Hypernet.Client;

/// <summary>A seller, over all jobs it signed. Amounts are decimal strings in <see cref="Unit"/>.</summary>
public sealed record SellerView
{
    /// <summary>Its account.</summary>
    public required string Address { get; init; }

    /// <summary>The unit of all amounts.</summary>
    public string Unit { get; init; } = Wire.AmountUnit;

    /// <summary>Jobs it has signed.</summary>
    public required int Jobs { get; init; }

    /// <summary>Jobs it is in now.</summary>
    public required int ActiveJobs { get; init; }

    /// <summary>Checkpoints settled as honest.</summary>
    public required int CellsSettled { get; init; }

    /// <summary>Those of them that it was paid for.</summary>
    public required int CellsPaid { get; init; }

    /// <summary>Its faults by verdict.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    /// <summary>What it earned.</summary>
    public required string Paid { get; init; }

    /// <summary>Collateral that is locked now.</summary>
    public required string Locked { get; init; }

    /// <summary>Collateral that came back.</summary>
    public required string Released { get; init; }

    /// <summary>Collateral that was forfeited.</summary>
    public required string Forfeited { get; init; }

    /// <summary>Its good name as the chain knows it.</summary>
    public required ReputationView Reputation { get; init; }
}
