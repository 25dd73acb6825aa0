using System.Globalization;
using System.Text.Json.Nodes;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Vote;

/// <summary>A proposal as JSON.</summary>
internal static class ProposalDocument
{
    public static JsonObject Of(Proposal proposal, ProposalStanding standing, DateTimeOffset now, Deployment deployment) => new()
    {
        ["proposal"] = proposal.Id.ToString(),
        ["state"] = standing.State.ToString(),
        ["next"] = ProposalWords.Next(proposal, standing, now),
        ["proposer"] = proposal.Proposer.ToAddress().ToString(),
        ["description"] = proposal.Description,
        ["calls"] = new JsonArray([.. proposal.Calls.Select(call => (JsonNode)Of(call, deployment))]),
        ["unit"] = Wire.AmountUnit,
        ["for"] = Units(standing.For),
        ["against"] = Units(standing.Against),
        ["abstain"] = Units(standing.Abstain),
        ["quorum"] = Units(standing.Quorum),
        ["missingForQuorum"] = Units(standing.MissingForQuorum),
        ["votesBegin"] = Time(proposal.VotesBegin),
        ["votesEnd"] = Time(standing.VotesEnd),
        ["executable"] = standing.Executable is { } executable ? Time(executable) : null,
        ["block"] = proposal.Block,
    };

    private static JsonObject Of(ProposedCall call, Deployment deployment) => new()
    {
        ["does"] = CallWords.Of(call, deployment),
        ["target"] = call.Target.ToAddress().ToString(),
        ["valueWei"] = call.Value.ToString(),
        ["data"] = Hex.Format(call.Data),
    };

    private static string Units(Amount amount) => amount.Units.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
