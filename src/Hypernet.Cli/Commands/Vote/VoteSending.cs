using System.Text.Json.Nodes;
using Hypernet.Cli.Connections;
using Hypernet.Contracts;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Cli.Commands.Vote;

/// <summary>How the vote verbs that change something do it: try, ask, send, tell.</summary>
internal static class VoteSending
{
    /// <summary>Tries a call on the node; unless that is all that was wanted, asks and sends it.</summary>
    /// <param name="context">The command.</param>
    /// <param name="connection">The chain.</param>
    /// <param name="name">The verb.</param>
    /// <param name="call">The call.</param>
    /// <param name="question">What is asked before it is sent.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent goes on.</param>
    /// <returns>The receipt; none after a trial.</returns>
    /// <exception cref="ContractRevertedException">The contract refused.</exception>
    public static async Task<TransactionReceipt?> SendAsync(
        CommandContext context, VoteConnection connection, string name, ContractCall call, string question, CancellationToken cancellationToken)
    {
        await connection.Chain.CallAsync(call.From(context.Settings.WalletAddress), BlockParameter.Pending, cancellationToken);
        if (context.Get(VoteOptions.DryRun))
        {
            context.Print("", new JsonObject { ["verb"] = name, ["sent"] = false }, output => output.WriteLine("it would succeed; nothing was sent"));
            return null;
        }

        context.Confirm(question);
        await using var wallet = await WalletConnection.OpenAsync(context, connection.Chain, cancellationToken);
        return await wallet.SendAsync($"vote-{name}", call, cancellationToken);
    }

    /// <summary>Sends a call about one proposal, and tells where the proposal stands then.</summary>
    public static async Task SendAsync(
        CommandContext context, VoteConnection connection, string name, Proposal proposal, ContractCall call, string question, CancellationToken cancellationToken)
    {
        if (await SendAsync(context, connection, name, call, question, cancellationToken) is { } receipt)
        {
            await TellAsync(context, connection, proposal, receipt, cancellationToken);
        }
    }

    /// <summary>Tells where a proposal stands after a transaction.</summary>
    public static async Task TellAsync(
        CommandContext context, VoteConnection connection, Proposal proposal, TransactionReceipt receipt, CancellationToken cancellationToken)
    {
        var head = (await connection.Chain.GetBlockAsync(receipt.BlockHash, cancellationToken))!;
        var standing = (await connection.Reader.StandingsAsync([proposal], head, cancellationToken))[0];
        var now = head.Timestamp.ToTime();
        var document = ProposalDocument.Of(proposal, standing, now, connection.Deployment);
        document["transaction"] = receipt.TransactionHash.ToString();
        context.Print(proposal.Id.ToString(), document, output =>
        {
            output.WriteLine($"proposal  {proposal.Id}");
            output.WriteLine($"state     {standing.State}: {ProposalWords.Next(proposal, standing, now)}");
        });
    }
}
