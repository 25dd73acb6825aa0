namespace Hypernet.Consensus;

/// <summary>How an operation ended. All but the <see cref="Diagnostics"/>, and the parts that only one rank receives, has equal bits at every rank.</summary>
public sealed record OperationResult
{
    /// <summary>The elements, or bytes, that this rank receives; a <see cref="PartList"/> of a gather or an exchange.</summary>
    public required ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Whose contributions are in it.</summary>
    public required SlotSet Contributors { get; init; }

    /// <summary>Bound of the absolute error of every element of a sum, in its unit, beside the last rounding: 0 if exact.</summary>
    public double ErrorBound { get; init; }

    /// <summary>What it took, as this rank saw it.</summary>
    public OperationDiagnostics Diagnostics { get; init; }

    /// <summary>What the value lies in, if its memory can be used again.</summary>
    internal PooledBytes? Pooled { get; init; }

    /// <summary>Says that the value has been copied: from now on its memory may hold something else. Who keeps the value need never say so.</summary>
    public void Release() => Pooled?.Return();
}
