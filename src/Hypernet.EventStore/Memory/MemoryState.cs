using System.Collections.Immutable;

namespace Hypernet.EventStore.Memory;

/// <summary>Everything a store holds, at one moment.</summary>
internal sealed record MemoryState(
    ImmutableList<Entry> Entries,
    ImmutableDictionary<Word, BlockRecord> Blocks,
    ImmutableList<Word> Canonical,
    ImmutableDictionary<StreamName, ImmutableList<long>> Streams,
    ImmutableDictionary<(string Projection, string Key), Row> Rows,
    ImmutableDictionary<Word, ImmutableDictionary<(string Projection, string Key), Row?>> Undo,
    ImmutableDictionary<string, int> Projections)
{
    public static MemoryState Empty { get; } = new(
        ImmutableList<Entry>.Empty,
        ImmutableDictionary<Word, BlockRecord>.Empty,
        ImmutableList<Word>.Empty,
        ImmutableDictionary<StreamName, ImmutableList<long>>.Empty,
        ImmutableDictionary<(string Projection, string Key), Row>.Empty,
        ImmutableDictionary<Word, ImmutableDictionary<(string Projection, string Key), Row?>>.Empty,
        ImmutableDictionary<string, int>.Empty);

    public long Position => Entries.Count;

    public BlockRecord? Tip => FindCanonical(_ => true);

    public BlockRecord? FindCanonical(Func<BlockRecord, bool> isWanted)
    {
        for (int index = Canonical.Count - 1; index >= 0; index--)
        {
            var block = Blocks[Canonical[index]];
            if (isWanted(block))
            {
                return block;
            }
        }

        return null;
    }

    public IReadOnlyList<Entry> Read(long after, int limit, Horizon horizon) =>
        Read(after, limit, entry => horizon == Horizon.Latest || IsCurrent(entry, BlockState.Final));

    public IReadOnlyList<Entry> ReadCanonical(long after, int limit) =>
        Read(after, limit, entry => IsCurrent(entry, BlockState.Final) || IsCurrent(entry, BlockState.Canonical));

    public IReadOnlyList<StreamEvent> ReadStream(StreamName stream, long afterVersion, int limit) =>
        [.. Streams.GetValueOrDefault(stream, [])
            .Select((position, index) => new StreamEvent(index + 1, (Entry.Log)Entries[(int)position - 1]))
            .Where(happened => happened.Version > afterVersion)
            .Take(limit)];

    public RowPage Query(RowQuery query)
    {
        var rows = Rows.Values.Where(row => row.Projection == query.Projection && query.Terms.All(row.Terms.Contains));
        int sign = query.NewestFirst ? -1 : 1;
        var ordered = rows.Order(Comparer<Row>.Create((left, right) => sign * Compare(Cursor(left), Cursor(right))));
        var found = ordered
            .Where(row => query.After is not { } after || sign * Compare(Cursor(row), after) > 0)
            .Take(query.Limit + 1)
            .ToList();
        return RowPage.Of(query, found, Position);
    }

    private static RowCursor Cursor(Row row) => new(row.Order, row.Key);

    private static int Compare(RowCursor left, RowCursor right) =>
        left.Order != right.Order ? left.Order.CompareTo(right.Order) : string.CompareOrdinal(left.Key, right.Key);

    private ImmutableList<Entry> Read(long after, int limit, Func<Entry, bool> isWanted) =>
        [.. Entries.Skip((int)Math.Min(after, Entries.Count)).Where(isWanted).Take(limit)];

    // A block may be applied, reverted and applied again: only the entries of its last application count.
    private bool IsCurrent(Entry entry, BlockState state) =>
        entry is not (Entry.BlockReverted or Entry.Finalized)
        && Blocks[entry.Block.Hash] is var block && block.State == state && entry.Position >= block.Position;
}
