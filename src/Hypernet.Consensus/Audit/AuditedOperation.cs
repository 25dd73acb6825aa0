namespace Hypernet.Consensus.Audit;

/// <summary>What a slot keeps of an operation until its window is audited (docs/spec/audit.md §7).</summary>
internal sealed record AuditedOperation
{
    /// <summary>Communicator and name.</summary>
    public required ChainKey Key { get; init; }

    /// <summary>Calls of that name before it in the interval.</summary>
    public required ulong Number { get; init; }

    /// <summary>What was called, with the own contribution.</summary>
    public required OperationCall Call { get; init; }

    /// <summary>What was received. Of one without a value: the contributors.</summary>
    public required OperationResult Result { get; init; }

    /// <summary>The element whose sum is out of its type's range, so that there is no value. Default: −1, for none.</summary>
    public long Overflowed { get; init; } = -1;

    /// <summary>
    /// The exact result of the own <see cref="Share"/>: the wire forms of its sums, of a weighted mean then that of Σw; the words of a
    /// sum in fixed point. Empty of all other operations.
    /// </summary>
    public ReadOnlyMemory<byte> Exact { get; init; }

    /// <summary>Of a sum in fixed point: the merged scales of all blocks.</summary>
    public ReadOnlyMemory<short> Scales { get; init; }

    /// <summary>Whether inputs differ between replicas, so that only the decision is common: nothing of it is audited.</summary>
    public bool IsDecision { get; init; }

    /// <summary>The kind of refusal of an operation without a result. Default: null, for one that has one, or has overflowed.</summary>
    public byte? Refusal { get; init; }

    /// <summary>The link in the chain of results: of an overflow, the element stands for the value.</summary>
    public Hash256 Link => Refusal is { } refusal ? ResultLink.Of(Number, Call.Descriptor, refusal) : ResultLink.Of(Number, Call.Descriptor, Overflowed < 0 ? Result : Result with { Value = BitConverter.GetBytes(Overflowed) });

    /// <summary>Bytes that it keeps.</summary>
    public long Bytes => Call.Contribution.Length + Result.Value.Length + Exact.Length + sizeof(short) * Scales.Length;
}
