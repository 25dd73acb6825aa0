using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>Gives tokens to whoever asks, on test networks.</summary>
/// <param name="client">A node of the chain.</param>
/// <param name="account">The contract.</param>
public sealed class FaucetContract(JsonRpcClient client, Account account) : Contract(client, account)
{
    /// <summary>How long an account waits until it is given tokens again.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromDays(1);

    /// <summary>What an account is given at once.</summary>
    public async Task<Amount> AmountAsync(BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        (await AskAsync(default(FaucetAbi.AmountCall), block, cancellationToken)).ToAmount();

    /// <summary>Gives the sender tokens.</summary>
    public ContractCall Ask() => Prepare(default(FaucetAbi.AskCall));
}
