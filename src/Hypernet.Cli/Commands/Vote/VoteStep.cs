using System.CommandLine;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Vote;

/// <summary>A step that leads a proposal on, or to its end, and the verb that takes it.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Description">What it does.</param>
/// <param name="Done">The verb of a proposal for which it has been done.</param>
/// <param name="IsTime">Whether a proposal that stands so can be led on, at the chain's time.</param>
/// <param name="Call">What leads it on.</param>
/// <param name="IsProposers">Whether only the proposer may; else anybody.</param>
internal sealed record VoteStep(
    string Verb,
    string Description,
    string Done,
    Func<ProposalStanding, DateTimeOffset, bool> IsTime,
    Func<VotingContract, Proposal, ContractCall> Call,
    bool IsProposers = false)
{
    public static VoteStep Queue { get; } = new(
        "queue",
        "Hand a carried proposal to the timelock, where it waits; anybody may.",
        "queued",
        (standing, _) => standing.State == ProposalState.Succeeded,
        (voting, proposal) => voting.Queue(proposal));

    public static VoteStep Execute { get; } = new(
        "execute",
        "Put a proposal into force that has waited in the timelock; anybody may.",
        "executed",
        (standing, now) => standing.State == ProposalState.Queued && standing.Executable <= now,
        (voting, proposal) => voting.Execute(proposal));

    public static VoteStep Cancel { get; } = new(
        "cancel",
        "Take a proposal of the wallet's back, until voting begins; for good.",
        "taken back",
        (standing, _) => standing.State == ProposalState.Pending,
        (voting, proposal) => voting.Cancel(proposal),
        IsProposers: true);

    public Command Create(CommandStreams streams)
    {
        return new Command(Verb, Description)
            .With(VoteOptions.Proposal, GlobalOptions.DryRun)
            .Does(streams, RunAsync);
    }

    private async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var connection = await VoteConnection.OpenAsync(context, cancellationToken);
        var (proposal, standing) = await connection.FindAsync(context.Get(VoteOptions.Proposal), cancellationToken);
        if (IsProposers && proposal.Proposer != context.Settings.WalletAddress.ToAccount())
        {
            throw new CommandException(
                ExitCode.Failed,
                $"proposal {VoteConnection.Short(proposal)} is of {proposal.Proposer.ToAddress()}: nobody else can {Verb} it",
                $"--wallet of its proposer; or vote against it: hypernet vote cast {VoteConnection.Short(proposal)} against");
        }

        if (!IsTime(standing, connection.Now))
        {
            throw ProposalWords.NotNow(proposal, standing, connection.Now, Done);
        }

        foreach (var call in proposal.Calls)
        {
            await context.Talk.WriteLineAsync(CallWords.Of(call, connection.Deployment));
        }

        string question = $"{char.ToUpperInvariant(Verb[0])}{Verb[1..]} \"{ProposalWords.Title(proposal)}\"?";
        await VoteSending.SendAsync(context, connection, Verb, proposal, Call(connection.Voting, proposal), question, cancellationToken);
    }
}
