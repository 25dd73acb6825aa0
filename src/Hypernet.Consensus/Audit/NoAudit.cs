namespace Hypernet.Consensus.Audit;

/// <summary>Of what the chain of results says all of: barriers, decisions and refusals.</summary>
internal sealed class NoAudit(AuditedOperation operation, int partition, int partitions) : OperationAudit(operation, partition, partitions)
{
    /// <inheritdoc/>
    public override int ClaimBytes(int of) => 0;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Claim() => default;

    /// <inheritdoc/>
    public override OperationFinding Judge(AuditPoint point, IReadOnlyList<ReadOnlyMemory<byte>> claims, Func<int, ReadOnlyMemory<byte>?> inputs) => OperationFinding.Exact(true);
}
