using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>Stake behind peers, points and strikes of sellers, records of buyers.</summary>
/// <param name="client">A node of the chain.</param>
/// <param name="account">The contract.</param>
public sealed class ReputationContract(JsonRpcClient client, Account account) : Contract(client, account)
{
    /// <summary>What a job's terms compare a seller with before it signs: the stake behind it, its points, its strikes.</summary>
    public async Task<(Amount Behind, Amount Points, long Strikes)> StandingOfAsync(Account seller, BlockParameter? block = null, CancellationToken cancellationToken = default)
    {
        var standing = await AskAsync(new ReputationAbi.StandingOfCall(seller.ToAddress()), block, cancellationToken);
        return (standing.Behind.ToAmount(), standing.Points.ToAmount(), checked((long)(ulong)standing.Strikes));
    }

    /// <summary>All stake behind a peer.</summary>
    public async Task<StakePool> PoolOfAsync(Account peer, BlockParameter? block = null, CancellationToken cancellationToken = default)
    {
        var pool = await AskAsync(new ReputationAbi.PoolOfCall(peer.ToAddress()), block, cancellationToken);
        return new StakePool(pool.Amount.ToAmount(), pool.Shares, pool.Withdrawing);
    }

    /// <summary>What a user has behind a peer, what of it is on its way back, and when that is free.</summary>
    public async Task<(Amount Placed, Amount Withdrawing, DateTimeOffset? FreeAt)> StakeOfAsync(
        Account user, Account peer, BlockParameter? block = null, CancellationToken cancellationToken = default)
    {
        var stake = await AskAsync(new ReputationAbi.StakeOfCall(user.ToAddress(), peer.ToAddress()), block, cancellationToken);
        return (stake.Placed.ToAmount(), stake.Withdrawing.ToAmount(), ((ulong)stake.FreeAt).ToTimeOrNone());
    }

    /// <summary>The part of a peer's earnings that goes to its backers in what it signs from now on, in basis points.</summary>
    public async Task<int> BackerShareOfAsync(Account peer, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        await AskAsync(new ReputationAbi.BackerShareOfCall(peer.ToAddress()), block, cancellationToken);

    /// <summary>The part of a seller's earnings in a job that goes to its backers, in basis points.</summary>
    public async Task<int> BackerShareInAsync(Account job, Account seller, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        await AskAsync(new ReputationAbi.BackerShareInCall(job.ToAddress(), seller.ToAddress()), block, cancellationToken);

    /// <summary>How many jobs of a buyer ended so.</summary>
    public async Task<int> OutcomesOfAsync(Account buyer, BuyerOutcome outcome, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        checked((int)(ulong)await AskAsync(new ReputationAbi.OutcomesOfCall(buyer.ToAddress(), outcome), block, cancellationToken));

    /// <summary>Places stake from the sender's free balance on a peer.</summary>
    public ContractCall PlaceStake(Account peer, Amount amount) => Prepare(new ReputationAbi.PlaceStakeCall(peer.ToAddress(), amount.Units));

    /// <summary>Takes stake of the sender's from behind a peer; it is free after the unbonding time.</summary>
    public ContractCall StartWithdrawal(Account peer, Amount amount) => Prepare(new ReputationAbi.StartWithdrawalCall(peer.ToAddress(), amount.Units));

    /// <summary>Returns to the sender's free balance what has come back from a peer.</summary>
    public ContractCall WithdrawStake(Account peer) => Prepare(new ReputationAbi.WithdrawStakeCall(peer.ToAddress()));

    /// <summary>Sets the part of the sender's earnings that goes to its backers, in basis points, for what it signs from now on.</summary>
    public ContractCall SetBackerShare(int backerBps) => Prepare(new ReputationAbi.SetBackerShareCall(checked((ushort)backerBps)));
}
