using Hypernet.EventStore;

namespace Hypernet.Indexer.ReadModels;

/// <summary>One page of a list, read in one snapshot.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items, in the list's order.</param>
/// <param name="Next">Where the next page begins, or null when this was the last.</param>
/// <param name="Position">The ledger's position that the page reflects.</param>
public sealed record Listing<T>(IReadOnlyList<T> Items, RowCursor? Next, long Position);
