namespace Hypernet.Consensus;

/// <summary>One rank's call of an operation.</summary>
public sealed record OperationCall
{
    /// <summary>What is called.</summary>
    public required Descriptor Descriptor { get; init; }

    /// <summary>
    /// What this rank gives: <see cref="Descriptor.Count"/> elements, or bytes of any length; a list of parts
    /// (<see cref="PartList"/>) for a scatter's root; empty where it gives nothing. Copied before the call returns.
    /// </summary>
    public ReadOnlyMemory<byte> Contribution { get; init; }

    /// <summary>Operations of one name are matched by their order; those of different names may be called in any order. Default: the empty name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of an <see cref="ReduceOperator.Ordered"/> reduction: merges what a lower and a higher run of slots gave. Must be a pure function.</summary>
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Merge { get; init; }

    /// <summary>Of an <see cref="OperationKind.Exchange"/>: for each slot, the slots that it sends to. Equal at every rank.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? OutNeighbors { get; init; }

    /// <summary>Whether replicas of a rank may give different things, so that only the result is common to them.</summary>
    public bool IsDecision => Descriptor is
    {
        Kind: OperationKind.AllReduce, Type: ElementType.Bool, Operator: ReduceOperator.And, Count: 1, Parameter: Descriptor.Decision,
    };
}
