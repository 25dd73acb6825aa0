namespace Hypernet.EventStore;

/// <summary>Reads the current state of projections.</summary>
public interface IRowReader
{
    /// <summary>The row of this key, or null.</summary>
    ValueTask<Row?> FindRowAsync(string projection, string key, CancellationToken cancellationToken = default);

    /// <summary>Reads one page of rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit or the number of terms is out of range.</exception>
    ValueTask<RowPage> QueryAsync(RowQuery query, CancellationToken cancellationToken = default);

    /// <summary>All projections, by name.</summary>
    ValueTask<IReadOnlyList<ProjectionInfo>> ReadProjectionsAsync(CancellationToken cancellationToken = default);
}
