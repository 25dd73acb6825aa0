namespace Hypernet.EventStore;

/// <summary>A projection that the store holds rows for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version of the code that wrote its rows; another version must rebuild them.</param>
/// <param name="Position">The ledger's position that its rows reflect.</param>
public sealed record ProjectionInfo(string Name, int Version, long Position);
