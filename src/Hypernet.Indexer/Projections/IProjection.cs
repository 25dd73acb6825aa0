namespace Hypernet.Indexer.Projections;

/// <summary>A pure fold of facts into rows: the same facts always make the same bytes.</summary>
internal interface IProjection
{
    /// <summary>Where its rows are kept.</summary>
    string Name { get; }

    /// <summary>The version of this code; another one rebuilds the rows.</summary>
    int Version { get; }

    /// <summary>Takes in one more fact.</summary>
    ValueTask ApplyAsync(Fact fact, RowBuffer rows, CancellationToken cancellationToken);
}
