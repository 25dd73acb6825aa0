namespace Hypernet.Client;

/// <summary>What a user has behind a peer, as much as the peer's earnings and faults have made of it. Amounts are decimal strings in <see cref="Unit"/>.</summary>
public sealed record StakeView
{
    /// <summary>The user's account.</summary>
    public required string User { get; init; }

    /// <summary>The peer's account.</summary>
    public required string Peer { get; init; }

    /// <summary>The unit of all amounts.</summary>
    public string Unit { get; init; } = Wire.AmountUnit;

    /// <summary>What stands behind the peer.</summary>
    public required string Placed { get; init; }

    /// <summary>What is on its way back.</summary>
    public required string Withdrawing { get; init; }

    /// <summary>When that can be withdrawn; null while there is none.</summary>
    public DateTimeOffset? FreeAt { get; init; }
}
