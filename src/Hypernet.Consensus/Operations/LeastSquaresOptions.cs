namespace Hypernet.Consensus;

/// <summary>How a least-squares problem is to be solved. Equal at every rank.</summary>
public sealed record LeastSquaresOptions
{
    /// <summary>The most partitions that a problem may have.</summary>
    public const int MaxPartitions = 65536;

    /// <summary>
    /// Into how many partitions the rows are split. All bits of the fit are the same for any number of ranks while this, and the rows
    /// of each partition, stay. Default: 0, for one for each rank. Range: 0 to <see cref="MaxPartitions"/>.
    /// </summary>
    public int Partitions { get; init; }

    /// <summary>Calls of one name are matched by their order. Default: the empty name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What a dropout means. Default: the fit is that of the rows which were contributed.</summary>
    public OnLoss OnLoss { get; init; }
}
