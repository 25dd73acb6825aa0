using Microsoft.Data.Sqlite;

namespace Hypernet.EventStore.Sqlite;

/// <summary>Says in the store's words what SQLite complains of.</summary>
internal static class Faults
{
    // https://www.sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NotADatabase = 26;

    public static EventStoreException Translate(string path, SqliteException fault) => fault.SqliteErrorCode switch
    {
        Busy or Locked => new StoreBusyException(path, fault),
        NotADatabase => new ForeignStoreException(path, "it is not a SQLite file.", fault),
        _ => new StoreFaultException(path, fault),
    };
}
