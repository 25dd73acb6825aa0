using System.CommandLine;
using Hypernet.Contracts;

namespace Hypernet.Cli.Commands.Vote;

/// <summary><c>hypernet vote show</c>.</summary>
internal static class VoteShowCommand
{
    public static Command Create(CommandStreams streams)
    {
        return new Command("show", "Show a proposal: what it does, how the votes stand, and what happens next and when.")
            .With(VoteOptions.Proposal)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var connection = await VoteConnection.OpenAsync(context, cancellationToken);
        var (proposal, standing) = await connection.FindAsync(context.Get(VoteOptions.Proposal), cancellationToken);
        context.Print(
            proposal.Id.ToString(),
            ProposalDocument.Of(proposal, standing, connection.Now, connection.Deployment),
            output => Print(output, proposal, standing, connection));
    }

    private static void Print(TextWriter output, Proposal proposal, ProposalStanding standing, VoteConnection connection)
    {
        output.WriteLine($"proposal  {proposal.Id}");
        output.WriteLine($"state     {standing.State}");
        output.WriteLine($"next      {ProposalWords.Next(proposal, standing, connection.Now)}");
        output.WriteLine($"proposer  {proposal.Proposer.ToAddress()}, in block {proposal.Block}");
        output.WriteLine($"voting    {Readable.Time(proposal.VotesBegin)} to {Readable.Time(standing.VotesEnd)}");
        output.WriteLine($"votes     {Readable.Hyt(standing.For)} for, {Readable.Hyt(standing.Against)} against, {Readable.Hyt(standing.Abstain)} abstain");
        output.WriteLine($"quorum    {Readable.Hyt(standing.For + standing.Abstain)} of {Readable.Hyt(standing.Quorum)}");
        foreach (var call in proposal.Calls)
        {
            output.WriteLine($"does      {CallWords.Of(call, connection.Deployment)}");
        }

        output.WriteLine();
        output.WriteLine(ProposalWords.Description(proposal));
    }
}
