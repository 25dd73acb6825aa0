using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hypernet.EventStore.Sqlite;

public sealed partial class SqliteEventStore
{
    // "HYPN": which program's file it is, https://www.sqlite.org/fileformat.html#application_id
    private const int ApplicationId = 0x4859504e;
    private const int BusySeconds = 5;
    private static readonly string[] Scripts = ["1_schema.sql"];

    /// <summary>Opens the store in a file, or makes a new one.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="chain">The chain that the store follows from its first day on.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ForeignStoreException">The file holds something else, or a newer schema.</exception>
    /// <exception cref="WrongChainException">The store follows another chain.</exception>
    /// <exception cref="StoreBusyException">Another process keeps the file locked.</exception>
    /// <exception cref="StoreFaultException">The file cannot be read or written.</exception>
    public static ValueTask<SqliteEventStore> OpenAsync(
        string path, ChainIdentity chain, CancellationToken cancellationToken = default) =>
        OpenAsync(path, chain, [], cancellationToken);

    /// <summary>Opens the store with more settings of the writing connection than the usual.</summary>
    internal static async ValueTask<SqliteEventStore> OpenAsync(
        string path, ChainIdentity chain, string[] settings, CancellationToken cancellationToken = default)
    {
        var ownership = Own(path);
        var connection = new SqliteConnection(Settings(path, SqliteOpenMode.ReadWriteCreate, isPooled: false));
        try
        {
            await connection.OpenAsync(cancellationToken);
            int schema = CheckFile(path, connection);
            Run(connection, "PRAGMA journal_mode = WAL");
            Run(connection, "BEGIN IMMEDIATE");
            Migrate(connection, chain, schema);
            Run(connection, "COMMIT");
            CheckChain(path, connection, chain);
            Array.ForEach(settings, setting => Run(connection, setting));
            return new SqliteEventStore(path, chain, connection, ownership);
        }
        catch (Exception fault)
        {
            await connection.DisposeAsync();
            await ownership.DisposeAsync();
            throw fault is SqliteException sqlite ? Faults.Translate(path, sqlite) : fault;
        }
    }

    // One writer per store, or two indexers would each believe in state of their own. The lock ends with the process.
    private static FileStream Own(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new StoreFaultException(path, fault);
        }
        catch (IOException fault)
        {
            throw new StoreBusyException(path, fault);
        }
    }

    private static string Settings(string path, SqliteOpenMode mode, bool isPooled) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = isPooled,
        DefaultTimeout = BusySeconds,
    }.ToString();

    private static int CheckFile(string path, SqliteConnection connection)
    {
        long tables = Number(connection, "SELECT count(*) FROM sqlite_master");
        long application = Number(connection, "PRAGMA application_id");
        long schema = Number(connection, "PRAGMA user_version");
        if (tables > 0 && application != ApplicationId)
        {
            throw new ForeignStoreException(path, $"it is a SQLite file of another program (application id {application}).");
        }

        return schema <= Scripts.Length
            ? (int)schema
            : throw new ForeignStoreException(path, $"its schema {schema} is newer than {Scripts.Length}: it needs a newer program.");
    }

    private static void Migrate(SqliteConnection connection, ChainIdentity chain, int schema)
    {
        foreach (string script in Scripts[schema..])
        {
            Run(connection, ReadScript(script));
        }

        if (schema == 0)
        {
            using var insert = new Statement(connection, "INSERT INTO chain (id, genesis) VALUES ($1, $2)");
            insert.Run(unchecked((long)chain.ChainId), chain.Genesis.ToArray());
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
        }

        Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Scripts.Length}"));
    }

    private static void CheckChain(string path, SqliteConnection connection, ChainIdentity chain)
    {
        using var select = new Statement(connection, "SELECT id, genesis FROM chain");
        var found = select.First(reader => new ChainIdentity(
            unchecked((ulong)reader.GetInt64(0)), Word.From(reader.GetFieldValue<byte[]>(1))))!;
        if (found != chain)
        {
            throw new WrongChainException(path, chain, found);
        }
    }

    private static string ReadScript(string name)
    {
        using var stream = typeof(SqliteEventStore).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        statement.Run();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        return (long)statement.Scalar()!;
    }
}
