namespace Hypernet.EventStore;

/// <summary>A place in a listing: stays valid while rows come and go around it.</summary>
/// <param name="Order">The order of the last row seen.</param>
/// <param name="Key">Its key, which breaks ties.</param>
public readonly record struct RowCursor(long Order, string Key);
