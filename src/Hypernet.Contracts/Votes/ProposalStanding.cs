using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>Where a proposal stands at one block.</summary>
/// <param name="State">Its state.</param>
/// <param name="For">Votes for it.</param>
/// <param name="Against">Votes against it.</param>
/// <param name="Abstain">Votes that abstain.</param>
/// <param name="Quorum">What votes for it and those that abstain must reach together.</param>
/// <param name="VotesEnd">When voting ends; later, once the quorum was reached late.</param>
/// <param name="Executable">From when on it can be executed; none before it is queued.</param>
public sealed record ProposalStanding(
    ProposalState State, Amount For, Amount Against, Amount Abstain, Amount Quorum, DateTimeOffset VotesEnd, DateTimeOffset? Executable)
{
    /// <summary>The votes by which the quorum is missed; zero once it is reached.</summary>
    public Amount MissingForQuorum => For + Abstain < Quorum ? Quorum - For - Abstain : Amount.Zero;
}
