using Microsoft.Data.Sqlite;

namespace Hypernet.EventStore.Sqlite;

/// <summary>A prepared statement with numbered parameters $1, $2, …</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // all statements are constants of this project
        _command.CommandText = sql;
#pragma warning restore CA2100
    }

    /// <summary>Runs the statement and returns the number of rows that it changed.</summary>
    public int Run(params ReadOnlySpan<object?> arguments)
    {
        Bind(arguments);
        return _command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row, or null.</summary>
    public object? Scalar(params ReadOnlySpan<object?> arguments)
    {
        Bind(arguments);
        return _command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    /// <summary>The first row as <paramref name="read"/> makes it, or the default where there is none.</summary>
    public T? First<T>(Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        Bind(arguments);
        using var reader = _command.ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>All rows; every query of this project has a limit or is bounded by one block.</summary>
    public List<T> All<T>(Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        Bind(arguments);
        using var reader = _command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> arguments)
    {
        for (int index = 0; index < arguments.Length; index++)
        {
            object value = arguments[index] ?? DBNull.Value;
            if (index < _command.Parameters.Count)
            {
                _command.Parameters[index].Value = value;
            }
            else
            {
                _command.Parameters.AddWithValue($"${index + 1}", value);
            }
        }
    }
}
