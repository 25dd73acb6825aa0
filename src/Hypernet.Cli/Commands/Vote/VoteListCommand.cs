using System.CommandLine;
using System.Text.Json.Nodes;
using Hypernet.Contracts;

namespace Hypernet.Cli.Commands.Vote;

/// <summary><c>hypernet vote list</c>.</summary>
internal static class VoteListCommand
{
    private static readonly Option<int> Limit = ListLimit.Of("proposals listed, the newest first");

    public static Command Create(CommandStreams streams)
    {
        return new Command("list", "List proposals, the newest first, and what each waits for.")
            .With(Limit)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var connection = await VoteConnection.OpenAsync(context, cancellationToken);
        List<Proposal> proposals = [.. (await connection.Reader.ReadAsync(connection.Head, cancellationToken)).Take(context.Get(Limit))];
        var standings = await connection.Reader.StandingsAsync(proposals, connection.Head, cancellationToken);
        List<(Proposal, ProposalStanding)> listed = [.. proposals.Zip(standings)];
        context.Print(
            string.Join('\n', proposals.Select(proposal => proposal.Id)),
            new JsonObject
            {
                ["proposals"] = new JsonArray([.. listed.Select(at => (JsonNode)ProposalDocument.Of(at.Item1, at.Item2, connection.Now, connection.Deployment))]),
            },
            output => Print(output, listed, connection.Now));
    }

    private static void Print(TextWriter output, List<(Proposal, ProposalStanding)> listed, DateTimeOffset now)
    {
        if (listed.Count == 0)
        {
            output.WriteLine("no proposals; make one: hypernet vote propose --parameter FeeBps --value 90 --description TEXT");
            return;
        }

        var table = new TextTable("PROPOSAL", "STATE", "FOR", "AGAINST", "ABSTAIN", "QUORUM", "TITLE", "NEXT");
        foreach (var (proposal, standing) in listed)
        {
            table.Add(
                VoteConnection.Short(proposal),
                standing.State.ToString(),
                standing.For.ToString(),
                standing.Against.ToString(),
                standing.Abstain.ToString(),
                standing.Quorum.ToString(),
                ProposalWords.Title(proposal),
                ProposalWords.Next(proposal, standing, now));
        }

        table.Write(output);
    }
}
