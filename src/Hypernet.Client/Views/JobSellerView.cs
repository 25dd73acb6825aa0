namespace Hypernet.Client;

/// <summary>One seller's part in one job. Amounts are decimal strings in <see cref="Wire.AmountUnit"/>.</summary>
public sealed record JobSellerView
{
    /// <summary>The seller.</summary>
    public required string Seller { get; init; }

    /// <summary>Its price per checkpoint.</summary>
    public required string Ask { get; init; }

    /// <summary>Where it says that it can be reached.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Its slot; null for one that was seated after the start.</summary>
    public int? Slot { get; init; }

    /// <summary>Its tenure; null before the start.</summary>
    public int? Tenure { get; init; }

    /// <summary>Its rank; null before the start.</summary>
    public int? Rank { get; init; }

    /// <summary>Its group, counted from 0; null before the start.</summary>
    public int? Group { get; init; }

    /// <summary>The first checkpoint of its tenure.</summary>
    public int? FirstCheckpoint { get; init; }

    /// <summary>The last checkpoint of its tenure; null while it lasts.</summary>
    public int? LastCheckpoint { get; init; }

    /// <summary>How it stands: Honest while nothing speaks against it, else the verdict that ended or cost it something.</summary>
    public required string Verdict { get; init; }

    /// <summary>Checkpoints settled as honest.</summary>
    public required int CellsSettled { get; init; }

    /// <summary>What it was paid.</summary>
    public required string Paid { get; init; }

    /// <summary>Its collateral that is still locked here.</summary>
    public required string Locked { get; init; }

    /// <summary>Its collateral that came back.</summary>
    public required string Released { get; init; }

    /// <summary>Its collateral that was forfeited.</summary>
    public required string Forfeited { get; init; }
}
