using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// Of least, greatest, and, or: no partition has better than the result, and of each element, of and and or each bit, some partition
/// claims to have what the result has.
/// </summary>
internal sealed class ExtremeAudit(AuditedOperation operation, int partition, int partitions) : OperationAudit(operation, partition, partitions)
{
    // Of bytes there are only the bitwise ones.
    private ElementType Type => Descriptor.Type == ElementType.Bytes ? ElementType.Bool : Descriptor.Type;

    private bool IsBitwise => Descriptor.Operator is ReduceOperator.And or ReduceOperator.Or;

    private int Length => (int)Descriptor.Count * Type.Width();

    private int Places => IsBitwise ? 8 * Length : (int)Descriptor.Count;

    /// <inheritdoc/>
    public override int ClaimBytes(int of) => (Places + 7) / 8;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Claim()
    {
        byte[] own = Given.ToArray();
        Extremes.Canonicalize(own, Type);
        if (Value.Length != Length)
        {
            return default;
        }

        if (!IsBitwise)
        {
            int width = Type.Width();
            byte[] value = Value.ToArray();
            return Attained(Places, place => own.AsSpan(place * width, width).SequenceEqual(value.AsSpan(place * width, width)));
        }

        for (int i = 0; i < own.Length; i++)
        {
            own[i] = (byte)~(own[i] ^ Value[i]);
        }

        return own;
    }

    /// <inheritdoc/>
    public override OperationFinding Judge(AuditPoint point, IReadOnlyList<ReadOnlyMemory<byte>> claims, Func<int, ReadOnlyMemory<byte>?> inputs)
    {
        if (Value.Length != Length)
        {
            return OperationFinding.Exact(false);
        }

        byte[] best = Value.ToArray();
        if (IsGiven)
        {
            Extremes.Merge(best, Given, Type, Descriptor.Operator);
        }

        return OperationFinding.Exact(Value.SequenceEqual(best) && AreAttained(Places, claims));
    }
}
