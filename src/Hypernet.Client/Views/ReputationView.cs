namespace Hypernet.Client;

/// <summary>What the chain knows of a seller's good name; all zero where it knows nothing. Amounts are decimal strings in <see cref="Unit"/>.</summary>
public sealed record ReputationView
{
    /// <summary>The seller's account.</summary>
    public required string Address { get; init; }

    /// <summary>The unit of all amounts.</summary>
    public string Unit { get; init; } = Wire.AmountUnit;

    /// <summary>Fees moved by its verified cells; a fault takes a third of them.</summary>
    public required string Points { get; init; }

    /// <summary>Its faults.</summary>
    public required long Strikes { get; init; }

    /// <summary>The stake behind it that counts.</summary>
    public required string Behind { get; init; }

    /// <summary>Stake on its way back, which still bears the risk of its faults.</summary>
    public required string Withdrawing { get; init; }

    /// <summary>The part of its earnings that goes to its backers in what it signs from now on, in basis points.</summary>
    public required int BackerBps { get; init; }

    /// <summary>What its backers were paid.</summary>
    public required string BackersPaid { get; init; }

    /// <summary>What its faults took from its backers.</summary>
    public required string Slashed { get; init; }
}
