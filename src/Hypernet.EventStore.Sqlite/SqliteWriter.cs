using Microsoft.Data.Sqlite;

namespace Hypernet.EventStore.Sqlite;

/// <summary>The statements of the one writing connection, prepared once.</summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = [];

    /// <summary>The statement of this text.</summary>
    public Statement this[string sql]
    {
        get
        {
            if (!_statements.TryGetValue(sql, out var statement))
            {
                statement = new Statement(connection, sql);
                _statements.Add(sql, statement);
            }

            return statement;
        }
    }

    public long ReadPosition() => (long)this["SELECT coalesce(max(position), 0) FROM entry"].Scalar()!;

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
    }
}
