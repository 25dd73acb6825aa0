using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>One contract on a chain: asks its views, and prepares transactions to it.</summary>
/// <param name="client">A node of the chain.</param>
/// <param name="account">The contract.</param>
public abstract class Contract(JsonRpcClient client, Account account)
{
    /// <summary>The contract.</summary>
    public Account Account { get; } = account;

    /// <summary>Asks any view of the contract.</summary>
    /// <typeparam name="TResult">What the view returns.</typeparam>
    /// <param name="call">The view with its arguments, of the generated <c>…Abi</c> classes.</param>
    /// <param name="block">At which block; the newest by default.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ContractRevertedException">The view refused; <see cref="ContractError.Describe"/> tells why.</exception>
    /// <exception cref="AbiException">The answer is not of the view's type: no such contract is there.</exception>
    public async Task<TResult> AskAsync<TResult>(IAbiCall<TResult> call, BlockParameter? block = null, CancellationToken cancellationToken = default)
    {
        byte[] answer = await client.CallAsync(new CallInput { To = Account.ToAddress(), Data = call.Encode() }, block, cancellationToken);
        return call.Decode(answer);
    }

    /// <summary>Prepares a transaction that calls any function of the contract.</summary>
    /// <param name="call">The function with its arguments, of the generated <c>…Abi</c> classes.</param>
    public ContractCall Prepare(IAbiCall call) => new(Account.ToAddress(), call.Encode());
}
