using Hypernet.Consensus.Payloads;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// Of what is neither linear nor seen by all, ordered merges and extremes that only a root receives: one partition gathers all
/// contributions, of which each has claimed the hash, and merges them once more.
/// </summary>
internal sealed class MergeAudit(AuditedOperation operation, int index, int partition, int partitions) : OperationAudit(operation, partition, partitions)
{
    /// <inheritdoc/>
    public override bool NeedsInputs => Partition == Merger;

    private int Merger => Descriptor.Kind.IsToRoot() ? Descriptor.Root : index % Partitions;

    /// <inheritdoc/>
    public override int ClaimBytes(int of) => Hash256.Length;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> PartFor(int partition) => partition == Merger ? Operation.Call.Contribution : default;

    /// <inheritdoc/>
    public override bool IsPart(int from, ReadOnlyMemory<byte> part) =>
        NeedsInputs ? CallValidation.JudgeContribution(Descriptor, part, Partitions, from) is null : part.IsEmpty;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Claim() => CanonicalContribution.Digest(Descriptor, Given).ToBytes();

    /// <inheritdoc/>
    public override OperationFinding Judge(AuditPoint point, IReadOnlyList<ReadOnlyMemory<byte>> claims, Func<int, ReadOnlyMemory<byte>?> inputs)
    {
        if (!NeedsInputs)
        {
            return OperationFinding.Exact(true);
        }

        var payload = PayloadFactory.Create(Operation.Call, Partitions);
        foreach (int contributor in Contributors)
        {
            if (inputs(contributor) is not { } input
                || CallValidation.JudgeContribution(Descriptor, input, Partitions, contributor) is not null
                || !CanonicalContribution.Digest(Descriptor, input.Span).ToBytes().AsSpan().SequenceEqual(claims[contributor].Span))
            {
                return OperationFinding.Exact(false);
            }

            payload.Add(contributor, input);
        }

        var conclusion = payload.Conclude();
        return OperationFinding.Exact(conclusion.Status == ConclusionStatus.Value && conclusion.Value.Span.SequenceEqual(Value));
    }
}
