using Microsoft.Data.Sqlite;

namespace Hypernet.EventStore.Sqlite;

/// <summary>A transaction of the writing connection: this part holds its frame, the others the ledger and the rows.</summary>
internal sealed partial class SqliteTransaction : IEventTransaction
{
    private readonly string _path;
    private readonly SqliteWriter _writer;
    private readonly PositionSignal _signal;
    private readonly SemaphoreSlim _turn;
    private bool _isOver;

    public SqliteTransaction(string path, SqliteWriter writer, Durability durability, PositionSignal signal, SemaphoreSlim turn)
    {
        _path = path;
        _writer = writer;
        _signal = signal;
        _turn = turn;
        _writer[durability == Durability.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"].Run();
        _writer["BEGIN IMMEDIATE"].Run();
        Position = _writer.ReadPosition();
    }

    public long Position { get; private set; }

    public ValueTask CommitAsync(CancellationToken cancellationToken = default) => Do(() =>
    {
        _writer["COMMIT"].Run();
        End();
        _signal.Publish(Position);
    });

    public ValueTask DisposeAsync()
    {
        if (_isOver)
        {
            return ValueTask.CompletedTask;
        }

        try
        {
            _writer["ROLLBACK"].Run();
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == 1)
        {
            // SQLite has rolled back by itself, as it does when the disk is full: https://www.sqlite.org/lang_transaction.html
        }
        finally
        {
            End();
        }

        return ValueTask.CompletedTask;
    }

    private void End()
    {
        _isOver = true;
        _turn.Release();
    }

    private ValueTask Do(Action write)
    {
        var done = Do(() =>
        {
            write();
            return true;
        });
        return done.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(done.AsTask());
    }

    private ValueTask<T> Do<T>(Func<T> write)
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        try
        {
            return new ValueTask<T>(write());
        }
        catch (SqliteException fault)
        {
            return ValueTask.FromException<T>(Faults.Translate(_path, fault));
        }
    }
}
