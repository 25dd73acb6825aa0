namespace Hypernet.Consensus.Audit;

/// <summary>
/// The audit of one window at one point (docs/spec/audit.md §7), as functions: what this slot's partition states, what it finds with
/// all statements at hand, how the audit ends with all findings, and, if it fails, where. Who carries the bytes, and whose signatures
/// they bear, is not its affair.
/// </summary>
/// <param name="window">What is audited.</param>
/// <param name="point">Drawn for it.</param>
internal sealed class WindowAudit(AuditWindow window, AuditPoint point)
{
    private readonly Modulus _modulus = point.Modulus;
    private UInt128[]? _contributions;
    private OperationFinding[] _findings = [];

    /// <summary>Fingerprint of the own contribution to each operation: opened where the audit fails.</summary>
    public IReadOnlyList<UInt128> Contributions => [.. Fingerprints.Select(_modulus.FromResidue)];

    /// <summary>Fingerprint of the own share of each result, once judged: opened where the audit fails.</summary>
    public IReadOnlyList<UInt128> Results => [.. _findings.Select(finding => _modulus.FromResidue(finding.Residue))];

    private UInt128[] Fingerprints => _contributions ??= [.. window.Audits.Select(audit => audit.IsGiven ? audit.Fingerprint(point) : 0)];

    /// <summary>States what the own partition contributed.</summary>
    public AuditStatement State() => new(Combine(Contributions), [.. window.Audits.Select(audit => audit.IsGiven ? audit.Claim() : default)]);

    /// <summary>Judges the results.</summary>
    /// <param name="statements">Of all partitions.</param>
    /// <param name="inputs">The contribution of a partition to an operation that <see cref="AuditWindow.Needed"/> names; null where it could not be had.</param>
    public AuditFinding Judge(IReadOnlyList<AuditStatement> statements, Func<int, int, ReadOnlyMemory<byte>?> inputs)
    {
        _findings =
        [
            .. window.Audits.Select((audit, index) => audit.Judge(
                point,
                [.. statements.Select(statement => statement.Claims[index])],
                partition => inputs(index, partition))),
        ];
        return new AuditFinding(
            Combine(Results),
            Bits(index => !_findings[index].IsSound),
            Bits(index => _findings[index].AttainsBound));
    }

    /// <summary>Ends the audit.</summary>
    /// <param name="statements">Of all partitions.</param>
    /// <param name="findings">Of all partitions.</param>
    public AuditVerdict Conclude(IReadOnlyList<AuditStatement> statements, IReadOnlyList<AuditFinding> findings)
    {
        ulong attained = findings.Aggregate(0UL, (bits, finding) => bits | finding.Bounds);
        ulong unsound = findings.Aggregate(Bits(_ => true) & ~attained, (bits, finding) => bits | finding.Unsound);
        return new AuditVerdict(unsound, Sum(statements.Select(statement => statement.Fingerprint)) == Sum(findings.Select(finding => finding.Fingerprint)));
    }

    /// <summary>The fingerprint of a window whose operations have some: what a partition signed, if it opens those that it signed.</summary>
    /// <param name="fingerprints">One for each operation: strangers'.</param>
    public UInt128 Combine(IReadOnlyList<UInt128> fingerprints)
    {
        var sum = UInt128.Zero;
        long first = 0;
        for (int i = 0; i < fingerprints.Count; i++)
        {
            sum = _modulus.Add(sum, _modulus.Multiply(_modulus.ToResidue(fingerprints[i]), _modulus.Power(point.Rho, first)));
            first += window.Audits[i].Coefficients;
        }

        return _modulus.FromResidue(sum);
    }

    /// <summary>The operations that do not add up.</summary>
    /// <param name="contributions">What each partition opened of its contributions.</param>
    /// <param name="results">What each partition opened of its results.</param>
    /// <returns>Bit i: operation i.</returns>
    public ulong Differing(IReadOnlyList<IReadOnlyList<UInt128>> contributions, IReadOnlyList<IReadOnlyList<UInt128>> results) =>
        Bits(index => Sum(contributions.Select(opened => opened[index])) != Sum(results.Select(opened => opened[index])));

    private UInt128 Sum(IEnumerable<UInt128> fingerprints) =>
        fingerprints.Aggregate(UInt128.Zero, (sum, fingerprint) => _modulus.Add(sum, _modulus.ToResidue(fingerprint)));

    private ulong Bits(Func<int, bool> isSet)
    {
        ulong bits = 0;
        for (int i = 0; i < window.Audits.Count; i++)
        {
            bits |= isSet(i) ? 1UL << i : 0;
        }

        return bits;
    }
}
