namespace Hypernet.Agent;

/// <summary>How an agent is set up.</summary>
public sealed record AgentOptions
{
    /// <summary>The folder that holds all that must survive a crash; one agent at a time.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The terms on which it takes jobs.</summary>
    public TermsOfUse Terms { get; init; } = new();

    /// <summary>How it reaches the other sellers of a job, and they it.</summary>
    public PeeringOptions Peering { get; init; } = new();

    /// <summary>How much it keeps of what other groups of its jobs have computed.</summary>
    public KeepingOptions Keeping { get; init; } = new();

    /// <summary>
    /// The most memory, of each job and in bytes, for what is kept of its calls until they are audited (docs/spec/audit.md §7); a program that
    /// needs more between two checkpoints is held up. Default: 1 GiB. Range: at least 1 MiB.
    /// </summary>
    public long EvidenceBytes { get; init; } = 1L << 30;

    /// <summary>Time between two looks at the chain's head. Default: 0.5 s. Range: greater than 0.</summary>
    public TimeSpan HeadInterval { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>A rehearsed lie, for demonstrations and tests on a local chain only. Default: none.</summary>
    public Misconduct? Misconduct { get; init; }
}
