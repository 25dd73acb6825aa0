using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
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

    /// <summary>The hard bounds of a parameter, both included, which no vote can cross.</summary>
    public async Task<(UInt256 Least, UInt256 Most)> BoundsAsync(Parameter parameter, BlockParameter? block = null, CancellationToken cancellationToken = default)
    {
        var bounds = await AskAsync(new ProtocolParametersAbi.BoundsCall(parameter), block, cancellationToken);
        return (bounds.Least, bounds.Most);
    }

    /// <summary>Sets a parameter; only the timelock may.</summary>
    public ContractCall Set(Parameter parameter, UInt256 value) => Prepare(new ProtocolParametersAbi.SetCall(parameter, value));
}
