namespace Hypernet.Consensus.Audit;

/// <summary>docs/spec/audit.md §4: the link of one operation in the chain of results, of what every slot has in common.</summary>
internal static class ResultLink
{
    private const byte Value = 0;
    private const byte Refusal = 1;

    /// <summary>The link of a result.</summary>
    /// <param name="number">Number of the operation.</param>
    /// <param name="descriptor">What was called.</param>
    /// <param name="result">Its value is part of the link where all slots receive it.</param>
    public static Hash256 Of(ulong number, Descriptor descriptor, OperationResult result)
    {
        bool isEveryones = descriptor.Kind is not (OperationKind.Reduce or OperationKind.Gather or OperationKind.Scatter or OperationKind.Exchange);
        var fields = HashedFields.In("RESULT"u8);
        fields.Write(number);
        fields.Write(descriptor);
        fields.Write(Value);
        if (descriptor.Kind != OperationKind.Exchange)
        {
            fields.Write((uint)result.Contributors.Size);
            fields.Write(result.Contributors);
        }

        if (isEveryones)
        {
            fields.Write(BitConverter.DoubleToUInt64Bits(result.ErrorBound));
            fields.Write(Hash256.Of(result.Value.Span));
        }

        return fields.Hash();
    }

    /// <summary>The link of an operation without a result.</summary>
    /// <param name="number">Number of the operation.</param>
    /// <param name="descriptor">What was called.</param>
    /// <param name="refusal">Number of the kind of refusal: its words may differ between slots.</param>
    public static Hash256 Of(ulong number, Descriptor descriptor, byte refusal)
    {
        var fields = HashedFields.In("RESULT"u8);
        fields.Write(number);
        fields.Write(descriptor);
        fields.Write(Refusal);
        fields.Write(refusal);
        return fields.Hash();
    }
}
