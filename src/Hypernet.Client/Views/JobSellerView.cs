namespace Hypernet.Client;

/// <summary>One seller's part in one job. Amounts are decimal strings in <see cref="Wire.AmountUnit"/>.</summary>
public sealed record JobSellerView
{
    /// <summary>The seller.</summary>
    public required string Seller { get; init; }

    /// <summary>The key that acts and signs for it.</summary>
    public required string AgentKey { get; init; }

    /// <summary>The account that its earnings go to.</summary>
    public required string Beneficiary { get; init; }

    /// <summary>Its price per checkpoint.</summary>
    public required string Ask { get; init; }

    /// <summary>Where it says that it can be reached.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Its tenure's number in the job: the slots first, then each replacement.</summary>
    public required int Tenure { get; init; }

    /// <summary>Its rank; null before the start.</summary>
    public int? Rank { get; init; }

    /// <summary>Its group, counted from 0; null before the start.</summary>
    public int? Group { get; init; }

    /// <summary>The first checkpoint that it works for.</summary>
    public required int FirstCheckpoint { get; init; }

    /// <summary>The checkpoint at which it left by a fault; null while it has not.</summary>
    public int? LastCheckpoint { get; init; }

    /// <summary>The verdict by which it left; null while it has not.</summary>
    public string? Verdict { get; init; }

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
