namespace Hypernet.EventStore;

/// <summary>Rows read in one snapshot of the store.</summary>
/// <param name="Rows">The rows, in the order asked for.</param>
/// <param name="Next">Where the next page begins, or null when this was the last.</param>
/// <param name="Position">The ledger's position that the rows reflect.</param>
public sealed record RowPage(IReadOnlyList<Row> Rows, RowCursor? Next, long Position)
{
    /// <summary>Makes a page of the rows found, which are one more than fit when there is a next page.</summary>
    internal static RowPage Of(RowQuery query, List<Row> found, long position) =>
        found.Count <= query.Limit
            ? new RowPage(found, null, position)
            : new RowPage(found[..query.Limit], new RowCursor(found[query.Limit - 1].Order, found[query.Limit - 1].Key), position);
}
