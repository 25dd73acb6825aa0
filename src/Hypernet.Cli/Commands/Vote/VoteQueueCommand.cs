using System.CommandLine;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Vote;

/// <summary><c>hypernet vote queue</c>.</summary>
internal static class VoteQueueCommand
{
    public static Command Create(CommandStreams streams)
    {
        return new Command("queue", "Hand a carried proposal to the timelock, where it waits; anybody may.")
            .With(VoteOptions.Proposal, VoteOptions.DryRun)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var connection = await VoteConnection.OpenAsync(context, cancellationToken);
        var (proposal, standing) = await connection.FindAsync(context.Get(VoteOptions.Proposal), cancellationToken);
        if (standing.State != ProposalState.Succeeded)
        {
            throw ProposalWords.NotNow(proposal, standing, connection.Now, "queued");
        }

        await VoteSending.SendAsync(
            context, connection, "queue", proposal, connection.Voting.Queue(proposal), $"Queue \"{ProposalWords.Title(proposal)}\"?", cancellationToken);
    }
}
