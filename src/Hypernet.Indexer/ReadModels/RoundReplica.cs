using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>What one replica did in a round.</summary>
/// <param name="Rank">Its rank.</param>
/// <param name="Seller">Who held the rank.</param>
/// <param name="HasCommitted">Whether it committed, and that stands: the commitment of an expelled one is void.</param>
/// <param name="HasRevealed">Whether it revealed, and that stands.</param>
/// <param name="Verdict">Its outcome; Undecided before.</param>
public sealed record RoundReplica(int Rank, Account Seller, bool HasCommitted, bool HasRevealed, Verdict Verdict);
