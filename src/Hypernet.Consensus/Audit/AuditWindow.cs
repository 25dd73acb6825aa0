namespace Hypernet.Consensus.Audit;

/// <summary>The operations that are audited together, in an order that does not depend on when they ended.</summary>
internal sealed class AuditWindow
{
    /// <summary>Operations of a window at most: each has a bit in a finding.</summary>
    public const int MaxOperations = 64;

    /// <summary>Takes operations.</summary>
    /// <param name="operations">Up to <see cref="MaxOperations"/>, in any order.</param>
    /// <param name="partition">The own partition.</param>
    /// <param name="partitions">How many there are.</param>
    public AuditWindow(IEnumerable<AuditedOperation> operations, int partition, int partitions)
    {
        Operations = [.. operations.OrderBy(operation => operation.Key).ThenBy(operation => operation.Number)];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Operations.Count, MaxOperations, nameof(operations));
        Audits = [.. Operations.Select((operation, index) => OperationAudit.Of(operation, index, partition, partitions))];
        Partitions = partitions;
    }

    /// <summary>The operations by communicator, name and number.</summary>
    public IReadOnlyList<AuditedOperation> Operations { get; }

    /// <summary>How each is audited.</summary>
    public IReadOnlyList<OperationAudit> Audits { get; }

    /// <summary>How many partitions there are.</summary>
    public int Partitions { get; }

    /// <summary>Operations whose contributions this slot must gather before it judges.</summary>
    public IEnumerable<int> Needed => Enumerable.Range(0, Audits.Count).Where(index => Audits[index].NeedsInputs);

    /// <summary>
    /// The window's id: it holds all results, so that a point that is drawn for it is drawn after them.
    /// </summary>
    /// <param name="context">Chain, job, checkpoint: the same in all groups.</param>
    public Hash256 Id(ReadOnlySpan<byte> context)
    {
        var fields = HashedFields.In("WINDOW"u8);
        fields.Write((uint)context.Length);
        fields.Write(context);
        foreach (var operation in Operations)
        {
            fields.Write(operation.Key.Start);
            fields.Write(operation.Link);
        }

        return fields.Hash();
    }

    /// <summary>How long a partition's statement may be.</summary>
    /// <param name="partition">Which.</param>
    public long StatementBytes(int partition) => 16 + Audits.Sum(audit => sizeof(uint) + (long)audit.ClaimBytes(partition));

    /// <summary>How long a partition's claims may be.</summary>
    /// <param name="partition">Which.</param>
    public IReadOnlyList<int> ClaimBytes(int partition) => [.. Audits.Select(audit => audit.ClaimBytes(partition))];
}
