using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Runs;

namespace Hypernet.Consensus.Payloads;

/// <summary>What an operation carries, whatever its schedule (docs/spec/collectives.md §2).</summary>
internal static class PayloadFactory
{
    // A set's last byte, and what an outcome says without a value.
    private const int OutcomeBytes = 1 + 1 + sizeof(long);

    /// <summary>An empty payload of an operation.</summary>
    /// <param name="call">A call that <see cref="CallValidation"/> has let pass.</param>
    /// <param name="size">Slots of the group.</param>
    public static Payload Create(OperationCall call, int size) => call.Descriptor.Kind switch
    {
        OperationKind.AllReduce or OperationKind.Reduce when call.Descriptor.Operator == ReduceOperator.Ordered => new OrderedForest(size, call.Merge!),
        OperationKind.AllReduce or OperationKind.Reduce => CreateReduction(call.Descriptor, (int)call.Descriptor.Count, size),
        OperationKind.Barrier => new NoPayload(size),
        OperationKind.Scatter => new RootPart(size, call.Descriptor.Root, part => IsWholeList(call.Descriptor, part, size)),
        OperationKind.Broadcast => new RootPart(size, call.Descriptor.Root, part => call.Descriptor.IsPart(part.Length)),
        _ => new PartMap(size, call.Descriptor),
    };

    /// <summary>Whether bytes are what a scatter's root gives: a part for every slot.</summary>
    /// <param name="descriptor">Of the scatter.</param>
    /// <param name="bytes">Of a stranger.</param>
    /// <param name="size">Slots of the group.</param>
    public static bool IsWholeList(Descriptor descriptor, ReadOnlyMemory<byte> bytes, int size) =>
        PartList.Read(bytes, size) is { } parts && parts.All(part => part is { } given && descriptor.IsPart(given.Length));

    /// <summary>An empty payload of a run of elements of a reduction of elements, one by one.</summary>
    /// <param name="descriptor">Of the reduction; not an ordered one.</param>
    /// <param name="count">How many elements.</param>
    /// <param name="size">Slots of the group.</param>
    public static Payload CreateReduction(Descriptor descriptor, int count, int size) =>
        descriptor.Operator is ReduceOperator.Sum or ReduceOperator.Mean or ReduceOperator.WeightedMean
            ? new SumPayload(size, descriptor.Type, descriptor.Operator, count)
            : new ExtremePayload(size, descriptor.Type, descriptor.Operator, count);

    /// <summary>Bytes of the longest message of an operation.</summary>
    /// <param name="descriptor">Of the operation.</param>
    /// <param name="size">Slots of the group.</param>
    public static int MaxBytes(Descriptor descriptor, int size)
    {
        long body = descriptor.Kind switch
        {
            OperationKind.Barrier => 0,
            OperationKind.AllReduce or OperationKind.Reduce when descriptor.Operator is ReduceOperator.Sum or ReduceOperator.Mean or ReduceOperator.WeightedMean =>
                (descriptor.Count + 1) * ExactWire.MaxBytes,
            OperationKind.AllReduce or OperationKind.Reduce when descriptor.Operator != ReduceOperator.Ordered => descriptor.Count * sizeof(double),
            _ => RunBounds.MessageBytes,
        };
        return (int)Math.Min(RunBounds.MessageBytes, body + OutcomeBytes + (size / 8));
    }
}
