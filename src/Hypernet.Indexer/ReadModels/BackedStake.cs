using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>What a user has behind a peer, as much as the peer's earnings and faults have made of it.</summary>
/// <param name="User">The user.</param>
/// <param name="Peer">The peer.</param>
/// <param name="Placed">What stands behind the peer.</param>
/// <param name="Withdrawing">What is on its way back.</param>
/// <param name="FreeAt">When that can be withdrawn; null while there is none.</param>
public sealed record BackedStake(Account User, Account Peer, Amount Placed, Amount Withdrawing, DateTimeOffset? FreeAt);
