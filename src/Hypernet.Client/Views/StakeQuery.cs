namespace Hypernet.Client;

/// <summary>Which stakes are listed; those that carry all that is set.</summary>
public sealed record StakeQuery
{
    /// <summary>Only those of this account. Default: null, of all.</summary>
    public string? User { get; init; }

    /// <summary>Only those behind this account. Default: null, behind all.</summary>
    public string? Peer { get; init; }
}
