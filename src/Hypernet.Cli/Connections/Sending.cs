using System.Text.Json.Nodes;
using Hypernet.Contracts;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Cli.Connections;

/// <summary>How a verb that is one transaction does it: try, ask, send.</summary>
internal static class Sending
{
    /// <summary>Tries a call on the node; unless that is all that was wanted, asks and sends it.</summary>
    /// <param name="context">The command.</param>
    /// <param name="chain">The chain's node.</param>
    /// <param name="verb">What the command does.</param>
    /// <param name="call">The call.</param>
    /// <param name="question">What is asked before it is sent.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent goes on.</param>
    /// <returns>The receipt; none after a trial.</returns>
    /// <exception cref="ContractRevertedException">The contract refused.</exception>
    public static async Task<TransactionReceipt?> SendAsync(
        CommandContext context, JsonRpcClient chain, string verb, ContractCall call, string question, CancellationToken cancellationToken)
    {
        await chain.CallAsync(call.From(context.Settings.WalletAddress), BlockParameter.Pending, cancellationToken);
        if (context.Get(GlobalOptions.DryRun))
        {
            context.Print("", new JsonObject { ["verb"] = verb, ["sent"] = false }, output => output.WriteLine("it would succeed; nothing was sent"));
            return null;
        }

        context.Confirm(question);
        await using var wallet = await WalletConnection.OpenAsync(context, chain, cancellationToken);
        return await wallet.SendAsync(verb, call, cancellationToken);
    }
}
