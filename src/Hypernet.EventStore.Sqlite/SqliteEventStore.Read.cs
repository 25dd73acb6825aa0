using Microsoft.Data.Sqlite;

namespace Hypernet.EventStore.Sqlite;

public sealed partial class SqliteEventStore
{
    /// <inheritdoc/>
    public ValueTask<long> GetPositionAsync(CancellationToken cancellationToken = default) => ReadAsync(ReadPosition, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Entry>> ReadAsync(
        long after, int limit, Horizon horizon = Horizon.Latest, CancellationToken cancellationToken = default)
    {
        LedgerRules.CheckLimit(limit);
        string filter = horizon == Horizon.Finalized ? $"AND b.state = 2 AND {Columns.IsCurrent}" : string.Empty;
        return ReadAsync<IReadOnlyList<Entry>>(
            $"SELECT {Columns.Entry} {Columns.FromEntry} WHERE e.position > $1 {filter} ORDER BY e.position LIMIT $2",
            select => select.All(Columns.ReadEntry, after, limit),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StreamEvent>> ReadStreamAsync(
        StreamName stream, long afterVersion, int limit, CancellationToken cancellationToken = default)
    {
        LedgerRules.CheckLimit(limit);
        return ReadAsync<IReadOnlyList<StreamEvent>>(
            Columns.SelectStream,
            select => select.All(Columns.ReadStreamEvent, stream.ToString(), afterVersion, limit),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<BlockRecord?> FindBlockAsync(Word hash, CancellationToken cancellationToken = default) =>
        FindBlockAsync("b.hash = $1", hash.ToArray(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BlockRecord?> FindCanonicalAsync(long number, CancellationToken cancellationToken = default) =>
        FindBlockAsync("b.state <> 1 AND b.number <= $1", number, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BlockRecord?> FindFinalAsync(CancellationToken cancellationToken = default) =>
        FindBlockAsync("b.state <> 1 AND b.state = $1", (int)BlockState.Final, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Row?> FindRowAsync(string projection, string key, CancellationToken cancellationToken = default) =>
        ReadAsync(
            $"SELECT {Columns.Row} {Columns.FromRow} WHERE p.name = $1 AND r.key = $2",
            select => select.First(reader => Columns.ReadRow(projection, reader), projection, key),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RowPage> QueryAsync(RowQuery query, CancellationToken cancellationToken = default)
    {
        LedgerRules.CheckQuery(query);
        return ReadAsync(connection =>
        {
            // One transaction, so that the page and its position are of one snapshot.
            using var transaction = connection.BeginTransaction(deferred: true);
            var rows = RowSelect.Run(connection, query);
            return RowPage.Of(query, rows, ReadPosition(connection));
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ProjectionInfo>> ReadProjectionsAsync(CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<ProjectionInfo>>(
            "SELECT name, version, (SELECT coalesce(max(position), 0) FROM entry) FROM projection ORDER BY name",
            select => select.All(reader => new ProjectionInfo(reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2))),
            cancellationToken);

    private ValueTask<BlockRecord?> FindBlockAsync(string condition, object argument, CancellationToken cancellationToken) =>
        ReadAsync(
            $"SELECT {Columns.Block} FROM block b WHERE {condition} ORDER BY b.number DESC LIMIT 1",
            select => select.First(Columns.ReadBlock, argument),
            cancellationToken);

    private static long ReadPosition(SqliteConnection connection)
    {
        using var select = new Statement(connection, "SELECT coalesce(max(position), 0) FROM entry");
        return (long)select.Scalar()!;
    }

    private ValueTask<T> ReadAsync<T>(string sql, Func<Statement, T> read, CancellationToken cancellationToken) => ReadAsync(connection =>
    {
        using var select = new Statement(connection, sql);
        return read(select);
    }, cancellationToken);

    private async ValueTask<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        try
        {
            await using var connection = new SqliteConnection(_readerSettings);
            await connection.OpenAsync(cancellationToken);
            return read(connection);
        }
        catch (SqliteException fault)
        {
            throw Faults.Translate(_path, fault);
        }
    }
}
