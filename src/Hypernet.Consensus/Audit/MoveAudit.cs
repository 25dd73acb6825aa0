namespace Hypernet.Consensus.Audit;

/// <summary>Of contributions that are handed on as they are: a claim is the hash of the own one, of a scatter's root those of its parts.</summary>
internal sealed class MoveAudit(AuditedOperation operation, int partition, int partitions) : OperationAudit(operation, partition, partitions)
{
    private bool Gives(int giver) => !Descriptor.Kind.IsFromRoot() || giver == Descriptor.Root;

    /// <inheritdoc/>
    public override int ClaimBytes(int of) => !Gives(of) ? 0 : Descriptor.Kind == OperationKind.Scatter ? Partitions * Hash256.Length : Hash256.Length;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Claim() => !Gives(Partition) ? default
        : Descriptor.Kind == OperationKind.Scatter
            ? (byte[])[.. PartList.Read(Operation.Call.Contribution, Partitions)!.SelectMany(part => Digest(part!.Value.Span))]
            : Digest(Given);

    /// <inheritdoc/>
    public override OperationFinding Judge(AuditPoint point, IReadOnlyList<ReadOnlyMemory<byte>> claims, Func<int, ReadOnlyMemory<byte>?> inputs) =>
        OperationFinding.Exact(IsSound(claims));

    private bool IsSound(IReadOnlyList<ReadOnlyMemory<byte>> claims) => Descriptor.Kind switch
    {
        OperationKind.Broadcast => claims[Descriptor.Root].Span.SequenceEqual(Digest(Value)),
        OperationKind.Scatter => claims[Descriptor.Root].Length == ClaimBytes(Descriptor.Root)
            && claims[Descriptor.Root].Span.Slice(Partition * Hash256.Length, Hash256.Length).SequenceEqual(Digest(Value)),
        OperationKind.Gather when Partition != Descriptor.Root => Value.IsEmpty,
        _ => AreSound(claims),
    };

    private bool AreSound(IReadOnlyList<ReadOnlyMemory<byte>> claims)
    {
        var parts = PartList.Read(Operation.Result.Value, Partitions);
        for (int giver = 0; giver < Partitions && parts is not null; giver++)
        {
            bool isExpected = Contributors.Contains(giver)
                && (Descriptor.Kind != OperationKind.Exchange || Operation.Call.OutNeighbors![giver].Contains(Partition));
            if (parts[giver] is { } part ? !isExpected || !claims[giver].Span.SequenceEqual(Digest(part.Span)) : isExpected)
            {
                return false;
            }
        }

        return parts is not null;
    }

    private byte[] Digest(ReadOnlySpan<byte> elements) => CanonicalContribution.Digest(Descriptor.Type, elements).ToBytes();
}
