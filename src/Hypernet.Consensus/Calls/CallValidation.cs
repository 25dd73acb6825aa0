using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Payloads;
using Hypernet.Consensus.Runs;

namespace Hypernet.Consensus;

/// <summary>Refuses calls that no rank could serve, before anything is sent; and contributions handed over by strangers.</summary>
internal static class CallValidation
{
    private const int MaxDigits = 17;

    /// <summary>Judges a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="size">Slots of the group.</param>
    /// <param name="rank">Who calls.</param>
    /// <exception cref="InvalidCallException">The call contradicts itself.</exception>
    public static void Require(OperationCall call, int size, int rank)
    {
        string? fault = Judge(call.Descriptor, size)
            ?? (call.Descriptor.Operator == ReduceOperator.Ordered && call.Merge is null ? "An ordered reduction needs a merge function." : null)
            ?? (call.Descriptor.Kind == OperationKind.Exchange ? Judge(call.OutNeighbors, size) : null)
            ?? JudgeContribution(call.Descriptor, call.Contribution, size, rank);
        if (fault is not null)
        {
            throw new InvalidCallException(fault);
        }
    }

    /// <summary>Judges what a slot gives to an operation whose descriptor has been judged.</summary>
    /// <param name="descriptor">Of the operation.</param>
    /// <param name="contribution">The bytes: of a stranger, where they were handed over.</param>
    /// <param name="size">Slots of the group.</param>
    /// <param name="slot">Who gives.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? JudgeContribution(Descriptor descriptor, ReadOnlyMemory<byte> contribution, int size, int slot)
    {
        int length = contribution.Length;
        int bound = descriptor.Kind is OperationKind.Gather or OperationKind.AllGather ? RunBounds.ContributionBytes / size : RunBounds.ContributionBytes;
        if (length > bound)
        {
            return $"A contribution of {length} bytes exceeds {bound}. Make several calls.";
        }

        if (descriptor.Kind == OperationKind.Barrier || (descriptor.Kind.IsFromRoot() && slot != descriptor.Root))
        {
            return length == 0 ? null : $"{descriptor.Kind} takes no contribution of rank {slot}, not {length} bytes.";
        }

        if (descriptor.Kind == OperationKind.Scatter)
        {
            return PayloadFactory.IsWholeList(descriptor, contribution, size) ? null
                : $"The root of a scatter gives a list of {size} parts, {Elements(descriptor)} each.";
        }

        if (descriptor.Type == ElementType.ExactSum && descriptor.Kind.IsReduction() && descriptor.Operator != ReduceOperator.Ordered)
        {
            return new ExactVector((int)descriptor.Count).TryMerge(contribution.Span) ? null : $"The contribution is no list of {descriptor.Count} exact sums in wire form.";
        }

        bool isLong = descriptor.Operator == ReduceOperator.WeightedMean
            ? length == (descriptor.Count + 1) * descriptor.Type.Width()
            : descriptor.Kind.IsReduction() && descriptor.Operator != ReduceOperator.Ordered
                ? length == descriptor.Count * descriptor.Type.Width()
                : descriptor.IsPart(length);
        if (!isLong)
        {
            string weight = descriptor.Operator == ReduceOperator.WeightedMean ? " and a weight" : "";
            return $"A contribution of {length} bytes is not {Elements(descriptor)}{weight}.";
        }

        return descriptor.Type == ElementType.Bool && contribution.Span.ContainsAnyExceptInRange((byte)0, (byte)1)
            ? "A Bool is 0 or 1." : null;
    }

    private static string Elements(Descriptor descriptor) =>
        descriptor.Count == 0 && !descriptor.Kind.IsReduction() ? $"whole elements of {descriptor.Type}" : $"{descriptor.Count} elements of {descriptor.Type}";

    private static string? Judge(Descriptor descriptor, int size)
    {
        if (!Enum.IsDefined(descriptor.Kind) || !Enum.IsDefined(descriptor.Type) || !Enum.IsDefined(descriptor.Operator)
            || !Enum.IsDefined(descriptor.Exactness) || !Enum.IsDefined(descriptor.OnLoss))
        {
            return $"The call has a number that stands for nothing: {descriptor}.";
        }

        if (descriptor.Digits > MaxDigits)
        {
            return $"A double has up to {MaxDigits} digits, not {descriptor.Digits}.";
        }

        if (descriptor.Root < 0 || descriptor.Root >= size)
        {
            return $"The root is rank {descriptor.Root}, but the group has ranks 0 to {size - 1}.";
        }

        long most = RunBounds.ContributionBytes / Math.Max(1, descriptor.Type.Width() + (descriptor.Type == ElementType.ExactSum ? ExactWire.MaxBytes : 0)) - 1;
        if (descriptor.Count < 0 || descriptor.Count > most)
        {
            return $"A call has 0 to {most} elements of {descriptor.Type}, not {descriptor.Count}.";
        }

        if (descriptor.Kind.IsReduction() != (descriptor.Operator != ReduceOperator.None))
        {
            return $"{descriptor.Kind} does not go with the operator {descriptor.Operator}.";
        }

        return IsReducible(descriptor) ? null : $"{descriptor.Operator} of {descriptor.Type} is not defined. Convert the elements.";
    }

    private static bool IsReducible(Descriptor descriptor) => descriptor.Operator switch
    {
        ReduceOperator.Sum => descriptor.Type is not (ElementType.Bytes or ElementType.Bool),
        ReduceOperator.Mean => descriptor.Type is ElementType.F64 or ElementType.F32 or ElementType.ExactSum,
        ReduceOperator.WeightedMean => descriptor.Type is ElementType.F64 or ElementType.F32,
        ReduceOperator.Min or ReduceOperator.Max => descriptor.Type is not (ElementType.Bytes or ElementType.ExactSum),
        ReduceOperator.And or ReduceOperator.Or => descriptor.Type is not (ElementType.F64 or ElementType.F32 or ElementType.ExactSum),
        _ => descriptor.Type != ElementType.ExactSum,
    };

    private static string? Judge(IReadOnlyList<IReadOnlyList<int>>? outNeighbors, int size)
    {
        if (outNeighbors?.Count != size)
        {
            return $"An exchange needs the out-neighbors of all {size} ranks, not of {outNeighbors?.Count ?? 0}.";
        }

        for (int rank = 0; rank < size; rank++)
        {
            if (outNeighbors[rank].Any(neighbor => neighbor < 0 || neighbor >= size) || outNeighbors[rank].Distinct().Count() < outNeighbors[rank].Count)
            {
                return $"The out-neighbors of rank {rank} are not distinct ranks from 0 to {size - 1}: {string.Join(", ", outNeighbors[rank])}.";
            }
        }

        return null;
    }
}
