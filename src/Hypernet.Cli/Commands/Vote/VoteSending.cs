using Hypernet.Cli.Connections;
using Hypernet.Contracts;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Cli.Commands.Vote;

/// <summary>How the vote verbs that change a proposal do it: send, and tell where it stands.</summary>
internal static class VoteSending
{
    /// <summary>Sends a call about one proposal, and tells where the proposal stands then.</summary>
    public static async Task SendAsync(
        CommandContext context, VoteConnection connection, string verb, Proposal proposal, ContractCall call, string question, CancellationToken cancellationToken)
    {
        if (await Sending.SendAsync(context, connection.Chain, verb, call, question, cancellationToken) is { } receipt)
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
