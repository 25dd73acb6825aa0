namespace Hypernet.Client;

/// <summary>A job's book: what came in, what went out, what it still holds. Decimal strings in <see cref="Unit"/>.</summary>
public sealed record MoneyView
{
    /// <summary>The unit of all amounts.</summary>
    public string Unit { get; init; } = Wire.AmountUnit;

    /// <summary>The buyer's escrow, in.</summary>
    public required string Funded { get; init; }

    /// <summary>Collateral of all sellers, in.</summary>
    public required string Locked { get; init; }

    /// <summary>Paid to sellers (and the backers of their stake), out.</summary>
    public required string Paid { get; init; }

    /// <summary>Fees to the treasury, out.</summary>
    public required string Fees { get; init; }

    /// <summary>Collateral given back, out.</summary>
    public required string Released { get; init; }

    /// <summary>Collateral forfeited to the treasury, out.</summary>
    public required string Forfeited { get; init; }

    /// <summary>Compensation to sellers for an early cancellation, out.</summary>
    public required string Compensated { get; init; }

    /// <summary>Refunded to the buyer, out.</summary>
    public required string Refunded { get; init; }

    /// <summary>What the job still holds: in minus out.</summary>
    public required string Held { get; init; }
}
