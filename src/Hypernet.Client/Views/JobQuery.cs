namespace Hypernet.Client;

/// <summary>Which jobs a list holds.</summary>
public sealed record JobQuery
{
    /// <summary>Only jobs in this state (Open, Filled, Running, …). Default: null, all.</summary>
    public string? State { get; init; }

    /// <summary>Only jobs of this buyer. Default: null, all.</summary>
    public string? Buyer { get; init; }

    /// <summary>Only jobs that this seller signed. Default: null, all.</summary>
    public string? Seller { get; init; }
}
