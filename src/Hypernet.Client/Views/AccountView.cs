namespace Hypernet.Client;

/// <summary>What the market knows of an account. Amounts are decimal strings in <see cref="Unit"/>.</summary>
public sealed record AccountView
{
    /// <summary>The schema of this document.</summary>
    public string ApiVersion { get; init; } = Wire.ApiVersion;

    /// <summary>The account.</summary>
    public required string Address { get; init; }

    /// <summary>The unit of all amounts.</summary>
    public string Unit { get; init; } = Wire.AmountUnit;

    /// <summary>What it has free in the market.</summary>
    public required string Free { get; init; }

    /// <summary>Its record as a buyer.</summary>
    public required BuyerRecordView Buyer { get; init; }

    /// <summary>Its good name as a seller.</summary>
    public required ReputationView Reputation { get; init; }
}
