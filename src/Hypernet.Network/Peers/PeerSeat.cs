namespace Hypernet.Network;

/// <summary>Who has a place in the book, and where it listens.</summary>
/// <param name="Tenure">Number among the tenants of the place: each one's is greater than that of the one before.</param>
/// <param name="Endpoints">Where to dial, in turn. Where there is nothing, the peer has to dial itself.</param>
public sealed record PeerSeat(long Tenure, IReadOnlyList<PeerEndpoint> Endpoints);
