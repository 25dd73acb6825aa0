using Microsoft.Data.Sqlite;

namespace Hypernet.EventStore.Sqlite;

/// <summary>
/// A store in one SQLite file in write-ahead mode: one connection writes, each reader has a pooled one of its own and
/// never waits for the writer.
/// </summary>
public sealed partial class SqliteEventStore : IEventStore
{
    private readonly string _path;
    private readonly string _readerSettings;
    private readonly SqliteConnection _connection;
    private readonly FileStream _ownership;
    private readonly SqliteWriter _writer;
    private readonly PositionSignal _signal;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _isDisposed;

    private SqliteEventStore(string path, ChainIdentity chain, SqliteConnection connection, FileStream ownership)
    {
        _path = path;
        _readerSettings = Settings(path, SqliteOpenMode.ReadOnly, isPooled: true);
        _connection = connection;
        _ownership = ownership;
        _writer = new SqliteWriter(connection);
        _signal = new PositionSignal(_writer.ReadPosition());
        Chain = chain;
    }

    /// <inheritdoc/>
    public ChainIdentity Chain { get; }

    /// <inheritdoc/>
    public ValueTask<long> WaitAsync(long position, CancellationToken cancellationToken = default) =>
        _signal.WaitAsync(position, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IEventTransaction> BeginAsync(Durability durability, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return new SqliteTransaction(_path, _writer, durability, _signal, _turn);
        }
        catch (SqliteException fault)
        {
            _turn.Release();
            throw Faults.Translate(_path, fault);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _turn.WaitAsync();
        _signal.Close(_path);
        _writer.Dispose();
        using (var reader = new SqliteConnection(_readerSettings))
        {
            SqliteConnection.ClearPool(reader);
        }

        await _connection.DisposeAsync();
        await _ownership.DisposeAsync();
        _turn.Dispose();
    }
}
