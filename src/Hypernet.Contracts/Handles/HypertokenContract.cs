using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>The currency.</summary>
/// <param name="client">A node of the chain.</param>
/// <param name="account">The contract.</param>
public sealed class HypertokenContract(JsonRpcClient client, Account account) : Contract(client, account)
{
    /// <summary>What an account holds outside the market.</summary>
    public async Task<Amount> BalanceOfAsync(Account owner, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        (await AskAsync(new HypertokenAbi.BalanceOfCall(owner.ToAddress()), block, cancellationToken)).ToAmount();

    /// <summary>What a spender may still take from an owner; an amount beyond all tokens stands for any.</summary>
    public async Task<UInt256> AllowanceAsync(Account owner, Account spender, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        await AskAsync(new HypertokenAbi.AllowanceCall(owner.ToAddress(), spender.ToAddress()), block, cancellationToken);

    /// <summary>The nonce of an owner's next permit.</summary>
    public Task<UInt256> NonceOfAsync(Account owner, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        AskAsync(new HypertokenAbi.NoncesCall(owner.ToAddress()), block, cancellationToken);

    /// <summary>The votes that accounts have delegated to one, their own included.</summary>
    public async Task<Amount> VotesOfAsync(Account voter, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        (await AskAsync(new HypertokenAbi.GetVotesCall(voter.ToAddress()), block, cancellationToken)).ToAmount();

    /// <summary>Who votes with an owner's balance; nobody if none.</summary>
    public async Task<Account> DelegateOfAsync(Account owner, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        (await AskAsync(new HypertokenAbi.DelegatesCall(owner.ToAddress()), block, cancellationToken)).ToAccount();

    /// <summary>Lets somebody vote with the sender's balance, now and as it changes.</summary>
    public ContractCall Delegate(Account to) => Prepare(new HypertokenAbi.DelegateCall(to.ToAddress()));

    /// <summary>Lets a spender take an amount from the sender.</summary>
    public ContractCall Approve(Account spender, Amount amount) => Prepare(new HypertokenAbi.ApproveCall(spender.ToAddress(), amount.Units));

    /// <summary>Gives an amount of the sender's to somebody.</summary>
    public ContractCall Transfer(Account to, Amount amount) => Prepare(new HypertokenAbi.TransferCall(to.ToAddress(), amount.Units));
}
