using System.CommandLine;
using System.CommandLine.Parsing;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Vote;

/// <summary><c>hypernet vote cast</c>.</summary>
internal static class VoteCastCommand
{
    private static readonly Argument<VoteSupport> Support = new("vote")
    {
        Description = "for, against or abstain.",
        CustomParser = ParseSupport,
    };

    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why; it is kept on the chain.",
        HelpName = "text",
        DefaultValueFactory = _ => "",
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("cast", "Cast the wallet's votes on a proposal: those delegated to it when voting began.")
            .With(VoteOptions.Proposal, Support, Reason, GlobalOptions.DryRun)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var connection = await VoteConnection.OpenAsync(context, cancellationToken);
        var (proposal, standing) = await connection.FindAsync(context.Get(VoteOptions.Proposal), cancellationToken);
        if (standing.State != ProposalState.Active)
        {
            throw ProposalWords.NotNow(proposal, standing, connection.Now, "voted on");
        }

        var voter = context.Settings.WalletAddress.ToAccount();
        if (await connection.Voting.HasVotedAsync(proposal.Id, voter, connection.Block, cancellationToken))
        {
            throw new CommandException(ExitCode.Failed, $"{voter.ToAddress()} has voted on {VoteConnection.Short(proposal)} already; a vote is not changed");
        }

        var weight = await connection.Voting.VotesOfAsync(voter, proposal.VotesBegin, connection.Block, cancellationToken);
        if (weight == Amount.Zero)
        {
            throw new CommandException(
                ExitCode.Funds,
                $"{voter.ToAddress()} has no votes on {VoteConnection.Short(proposal)}: none were delegated to it at {Readable.Time(proposal.VotesBegin)}, when voting began",
                "hypernet vote delegate, for proposals to come");
        }

        var support = context.Get(Support);
        string question = $"Cast {Readable.Hyt(weight)} {support.ToString().ToLowerInvariant()} \"{ProposalWords.Title(proposal)}\"? A vote is not changed later.";
        var call = connection.Voting.CastVote(proposal.Id, support, context.Get(Reason)!);
        await VoteSending.SendAsync(context, connection, "cast", proposal, call, question, cancellationToken);
    }

    private static VoteSupport ParseSupport(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (char.IsAsciiLetter(text.FirstOrDefault()) && Enum.TryParse<VoteSupport>(text, ignoreCase: true, out var support))
        {
            return support;
        }

        result.AddError($"\"{text}\" is no vote: write for, against or abstain.");
        return default;
    }
}
