using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>The canonical factory: validates, creates, funds and announces jobs.</summary>
/// <param name="client">A node of the chain.</param>
/// <param name="account">The contract.</param>
public sealed class JobFactoryContract(JsonRpcClient client, Account account) : Contract(client, account)
{
    /// <summary>The job that a buyer placed with a nonce; <see langword="null"/> if none.</summary>
    public async Task<Account?> JobOfAsync(Account buyer, Bytes32 nonce, BlockParameter? block = null, CancellationToken cancellationToken = default)
    {
        Address job = await AskAsync(new JobFactoryAbi.JobOfCall(buyer.ToAddress(), new UInt256(nonce.ToHash32().Bytes)), block, cancellationToken);
        return job == Address.Zero ? null : job.ToAccount();
    }

    /// <summary>Places a job and funds it from the sender's free balance in Collateral.</summary>
    /// <exception cref="OverflowException">A term is wider than the contracts keep it.</exception>
    public ContractCall Place(JobPlacement placement) => Prepare(new JobFactoryAbi.PlaceCall(placement.ToAbi()));

    /// <summary>Deposits from the sender's wallet by a permit for Collateral, then places a job.</summary>
    /// <param name="placement">The job.</param>
    /// <param name="amount">What is deposited.</param>
    /// <param name="deadline">Unix seconds until which the permit can be shown.</param>
    /// <param name="permit">The sender's signature of the permit.</param>
    /// <exception cref="OverflowException">A term is wider than the contracts keep it.</exception>
    public ContractCall PlaceWithPermit(JobPlacement placement, Amount amount, ulong deadline, Signature permit) =>
        Prepare(new JobFactoryAbi.PlaceWithPermitCall(placement.ToAbi(), new Permit(
            amount.Units, deadline, (byte)(27 + permit.YParity), permit.R.ToBytes32().ToHash32(), permit.S.ToBytes32().ToHash32())));

    /// <summary>Lists an implementation, whose jobs then earn reputation, or unlists it; only the timelock may.</summary>
    public ContractCall List(Account implementation, bool isListed) => Prepare(new JobFactoryAbi.ListCall(implementation.ToAddress(), isListed));
}
