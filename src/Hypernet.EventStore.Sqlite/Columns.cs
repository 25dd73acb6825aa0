using Microsoft.Data.Sqlite;

namespace Hypernet.EventStore.Sqlite;

/// <summary>How what the ledger holds lies in columns.</summary>
internal static class Columns
{
    public const string Block = "b.number, b.hash, b.parent, b.time, b.state, b.position, b.id";

    public const string Entry =
        $"{Block}, e.position, e.kind, e.child, l.log_index, l.transaction_hash, l.address, l.topics, l.data";

    public const string FromEntry = "FROM entry e JOIN block b ON b.id = e.block_id LEFT JOIN log l ON l.id = e.log_id";

    public const string Row = "r.key, r.sort, r.terms, r.value";

    public const string FromRow = "FROM row r JOIN projection p ON p.id = r.projection_id";

    public const string SelectStream = $"""
        SELECT {Entry}, s.version {FromEntry}
        JOIN stream_entry s ON s.position = e.position JOIN stream n ON n.id = s.stream_id
        WHERE n.name = $1 AND s.version > $2 ORDER BY s.version LIMIT $3
        """;

    // A block may be applied, reverted and applied again: only the entries of its last application count.
    public const string IsCurrent = "e.position >= b.position AND e.kind IN (0, 1, 4)";

    public static BlockRecord ReadBlock(SqliteDataReader reader) =>
        new(Header(reader), (BlockState)reader.GetInt32(4), reader.GetInt64(5));

    public static (BlockRecord Block, long Id) ReadBlockAndId(SqliteDataReader reader) => (ReadBlock(reader), reader.GetInt64(6));

    public static EventStore.Entry ReadEntry(SqliteDataReader reader)
    {
        long position = reader.GetInt64(7);
        var block = Header(reader);
        return (EntryKind)reader.GetInt32(8) switch
        {
            EntryKind.BlockApplied => new EventStore.Entry.BlockApplied(position, block),
            EntryKind.Log => new EventStore.Entry.Log(position, block, ReadLog(reader)),
            EntryKind.BlockReverted => new EventStore.Entry.BlockReverted(position, block),
            EntryKind.Finalized => new EventStore.Entry.Finalized(position, block),
            EntryKind.ChildDiscovered => new EventStore.Entry.ChildDiscovered(position, block, ContractAddress.From(Bytes(reader, 9))),
            var kind => throw new InvalidDataException($"Entry {position} is of kind {(int)kind}, which the schema does not know."),
        };
    }

    public static StreamEvent ReadStreamEvent(SqliteDataReader reader) =>
        new(reader.GetInt64(15), (EventStore.Entry.Log)ReadEntry(reader));

    public static EventStore.Row ReadRow(string projection, SqliteDataReader reader) =>
        new(projection, reader.GetString(0), reader.GetInt64(1), SplitTerms(reader.GetString(2)), Bytes(reader, 3));

    public static string JoinTerms(IReadOnlyList<string> terms) => string.Join(LedgerRules.TermSeparator, terms);

    public static string[] SplitTerms(string terms) => terms.Length == 0 ? [] : terms.Split(LedgerRules.TermSeparator);

    public static byte[] JoinTopics(IReadOnlyList<Word> topics) => [.. topics.SelectMany(topic => topic.ToArray())];

    private static EventStore.Block Header(SqliteDataReader reader) => new(
        reader.GetInt64(0),
        Word.From(Bytes(reader, 1)),
        Word.From(Bytes(reader, 2)),
        DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(3)));

    private static ChainLog ReadLog(SqliteDataReader reader) => new(
        reader.GetInt32(10),
        Word.From(Bytes(reader, 11)),
        ContractAddress.From(Bytes(reader, 12)),
        [.. Bytes(reader, 13).Chunk(Word.Size).Select(topic => Word.From(topic))],
        Bytes(reader, 14));

    private static byte[] Bytes(SqliteDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);
}
