using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>The ledger that holds all tokens of the market.</summary>
/// <param name="client">A node of the chain.</param>
/// <param name="account">The contract.</param>
public sealed class CollateralContract(JsonRpcClient client, Account account) : Contract(client, account)
{
    /// <summary>What a user can withdraw or use.</summary>
    public async Task<Amount> FreeOfAsync(Account user, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        (await AskAsync(new CollateralAbi.FreeOfCall(user.ToAddress()), block, cancellationToken)).ToAmount();

    /// <summary>What a job holds.</summary>
    public async Task<Amount> BalanceOfAsync(Account job, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        new((await AskAsync(new CollateralAbi.AccountOfCall(job.ToAddress()), block, cancellationToken)).Balance);

    /// <summary>The implementation that a job's contract runs, as the factory registered it; zero for an address that is no job.</summary>
    public async Task<Account> ImplementationOfAsync(Account job, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        (await AskAsync(new CollateralAbi.AccountOfCall(job.ToAddress()), block, cancellationToken)).Implementation.ToAccount();

    /// <summary>Whether jobs of an implementation may take from a user's free balance.</summary>
    public Task<bool> IsTrustedAsync(Account user, Account implementation, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        AskAsync(new CollateralAbi.IsTrustedCall(user.ToAddress(), implementation.ToAddress()), block, cancellationToken);

    /// <summary>Takes tokens of the sender, which it has approved, into its free balance.</summary>
    public ContractCall Deposit(Amount amount) => Prepare(new CollateralAbi.DepositCall(amount.Units));

    /// <summary>Gives free tokens back to the sender.</summary>
    public ContractCall Withdraw(Amount amount) => Prepare(new CollateralAbi.WithdrawCall(amount.Units));

    /// <summary>Allows jobs of an implementation to take from the sender's free balance, or no longer.</summary>
    public ContractCall Trust(Account implementation, bool isTrusted) => Prepare(new CollateralAbi.TrustCall(implementation.ToAddress(), isTrusted));
}
