using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>What votes can change about future jobs.</summary>
/// <param name="client">A node of the chain.</param>
/// <param name="account">The contract.</param>
public sealed class ProtocolParametersContract(JsonRpcClient client, Account account) : Contract(client, account)
{
    /// <summary>All parameters as they are.</summary>
    public Task<Values> ValuesAsync(BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        AskAsync(default(ProtocolParametersAbi.ValuesCall), block, cancellationToken);
}
