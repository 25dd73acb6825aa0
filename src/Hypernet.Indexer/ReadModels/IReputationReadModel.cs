using Hypernet.Market;

namespace Hypernet.Indexer.ReadModels;

/// <summary>Answers questions about what the chain knows of the good name of sellers and buyers.</summary>
public interface IReputationReadModel
{
    /// <summary>Stake, points and strikes of a peer; all zero for one of which nothing is known.</summary>
    ValueTask<PeerStanding> FindPeerAsync(Account peer, CancellationToken cancellationToken = default);

    /// <summary>How the jobs of a buyer ended; all zero for one of which none has.</summary>
    ValueTask<BuyerRecord> FindBuyerAsync(Account buyer, CancellationToken cancellationToken = default);

    /// <summary>What a user has behind a peer; zero where it has nothing.</summary>
    ValueTask<BackedStake> FindStakeAsync(Account user, Account peer, CancellationToken cancellationToken = default);

    /// <summary>Lists stakes; each is worth what the pool behind its peer is worth when it is read, which may be a block later.</summary>
    ValueTask<Listing<BackedStake>> ListStakesAsync(StakeQuery query, CancellationToken cancellationToken = default);

    /// <summary>The part of a seller's earnings in a job that goes to its backers, in basis points.</summary>
    ValueTask<int> FindBackerShareAsync(Account job, Account seller, CancellationToken cancellationToken = default);
}
