namespace Hypernet.Consensus.Audit;

/// <summary>How a group is audited (docs/spec/audit.md): equal at all its slots.</summary>
public sealed record AuditOptions
{
    /// <summary>What seals are bound to: chain, job, run. Intervals are told apart by the names of their operations. Default: empty.</summary>
    public ReadOnlyMemory<byte> Context { get; init; }

    /// <summary>Signs what this slot says in audits, and knows what others have signed. Default: nobody, so that there are seals, and no audits.</summary>
    public IAuditSigner? Signer { get; init; }

    /// <summary>
    /// Bytes of evidence that are kept of operations that have ended and are not audited yet. Where there are more, calls wait while an audit is
    /// under way that may take some out; else a call ends this rank's part (<see cref="GroupClosedException"/>), since whoever waits for it
    /// comes to no audit. Default: 1 GiB. Range: at least 1 MiB.
    /// </summary>
    public long EvidenceBytes { get; init; } = 1L << 30;

    /// <summary>
    /// Told of a peer, which may be this one, whose seal shows that it computed something else than a quorum of its rank: it does not supply its
    /// rank any more, but stays a member. Must not block. Default: nobody.
    /// </summary>
    public Action<int>? InMinority { get; init; }
}
