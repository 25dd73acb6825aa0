namespace Hypernet.Consensus;

/// <summary>How a collective is to be done. Equal at every rank, or the call is a <see cref="ProgramMismatchException"/>.</summary>
public sealed record CollectiveOptions
{
    /// <summary>Collectives of one name are matched by their order; those of different names may be called in any order. Default: the empty name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What a dropout means. Default: the result is that of the ranks which contributed.</summary>
    public OnLoss OnLoss { get; init; }

    /// <summary>How sums are accumulated. Default: exactly, but for more than 512 elements among more than 64 ranks.</summary>
    public Exactness Exactness { get; init; }

    /// <summary>Decimal digits asked of a sum in fixed point, relative to the largest of each 64 elements. Default: 0, for all that a double has. Range: 0 to 17.</summary>
    public byte Digits { get; init; }

    internal static CollectiveOptions Default { get; } = new();
}
