using System.CommandLine;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Vote;

/// <summary><c>hypernet vote execute</c>.</summary>
internal static class VoteExecuteCommand
{
    public static Command Create(CommandStreams streams)
    {
        return new Command("execute", "Put a proposal into force that has waited in the timelock; anybody may.")
            .With(VoteOptions.Proposal, VoteOptions.DryRun)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var connection = await VoteConnection.OpenAsync(context, cancellationToken);
        var (proposal, standing) = await connection.FindAsync(context.Get(VoteOptions.Proposal), cancellationToken);
        if (standing.State != ProposalState.Queued || standing.Executable > connection.Now)
        {
            throw ProposalWords.NotNow(proposal, standing, connection.Now, "executed");
        }

        foreach (var call in proposal.Calls)
        {
            await context.Talk.WriteLineAsync(CallWords.Of(call, connection.Deployment));
        }

        await VoteSending.SendAsync(
            context, connection, "execute", proposal, connection.Voting.Execute(proposal), $"Execute \"{ProposalWords.Title(proposal)}\"?", cancellationToken);
    }
}
