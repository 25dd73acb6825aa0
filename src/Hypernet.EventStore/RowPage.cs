namespace Hypernet.EventStore;

/// <summary>Rows read in one snapshot of the store.</summary>
/// <param name="Rows">The rows, in the order asked for.</param>
/// <param name="Next">Where the next page begins, or null when this was the last.</param>
/// <param name="Position">The ledger's position that the rows reflect.</param>
public sealed record RowPage(IReadOnlyList<Row> Rows, RowCursor? Next, long Position);
