namespace Hypernet.EventStore.Sqlite;

/// <summary>The kinds of entries, as numbered in Scripts/1_schema.sql.</summary>
internal enum EntryKind
{
    BlockApplied = 0,
    Log = 1,
    BlockReverted = 2,
    Finalized = 3,
    ChildDiscovered = 4,
}
