using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Vote;

/// <summary>A proposal in words.</summary>
internal static class ProposalWords
{
    private const int LongestTitle = 60;

    /// <summary>What happens next, and when.</summary>
    /// <param name="proposal">The proposal.</param>
    /// <param name="standing">Where it stands.</param>
    /// <param name="now">The chain's time.</param>
    public static string Next(Proposal proposal, ProposalStanding standing, DateTimeOffset now) => standing switch
    {
        { State: ProposalState.Pending } => $"voting begins {At(proposal.VotesBegin, now)}, with the votes delegated until then",
        { State: ProposalState.Active } => $"voting ends {At(standing.VotesEnd, now)}, {Outcome(standing)}",
        { State: ProposalState.Succeeded } => $"anyone may queue it: hypernet vote queue {VoteConnection.Short(proposal)}",
        { State: ProposalState.Queued, Executable: { } time } when now < time => $"it waits in the timelock and can be executed {At(time, now)}",
        { State: ProposalState.Queued } => $"anyone may execute it: hypernet vote execute {VoteConnection.Short(proposal)}",
        { State: ProposalState.Defeated } => Outcome(standing),
        { State: ProposalState.Executed } => "it is in force, for whatever begins after it",
        { State: ProposalState.Canceled } => "its proposer took it back",
        _ => "nothing",
    };

    /// <summary>The first line of what its proposer wrote, fit to be shown.</summary>
    public static string Title(Proposal proposal)
    {
        string line = Description(proposal).Split('\n')[0];
        return line.Length > LongestTitle ? $"{line[..(LongestTitle - 1)]}…" : line;
    }

    /// <summary>What its proposer wrote, without the mark of who did, and fit to be shown: a stranger wrote it.</summary>
    public static string Description(Proposal proposal)
    {
        int mark = proposal.Description.LastIndexOf("#proposer=0x", StringComparison.Ordinal);
        return Readable.Printable((mark < 0 ? proposal.Description : proposal.Description[..mark]).Trim());
    }

    /// <summary>What a wrong moment for a verb is told with.</summary>
    public static CommandException NotNow(Proposal proposal, ProposalStanding standing, DateTimeOffset now, string verb) => new(
        ExitCode.Failed, $"proposal {VoteConnection.Short(proposal)} is {standing.State} and cannot be {verb} now", Next(proposal, standing, now));

    private static string Outcome(ProposalStanding standing) => standing switch
    {
        _ when standing.MissingForQuorum > Amount.Zero => $"{Readable.Hyt(standing.MissingForQuorum)} short of the quorum",
        _ when standing.For <= standing.Against => "not more for than against",
        _ => "carried as it stands",
    };

    private static string At(DateTimeOffset time, DateTimeOffset now) =>
        time > now ? $"{Readable.Time(time)} (in {Readable.Span(time - now)})" : $"{Readable.Time(time)} (with the next block)";
}
