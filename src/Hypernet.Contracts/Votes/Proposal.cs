using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>A proposal as it was announced; none of this changes later.</summary>
/// <param name="Id">The hash of its calls and its description.</param>
/// <param name="Proposer">Who proposed it.</param>
/// <param name="Calls">What is done when it is executed, in order.</param>
/// <param name="Description">Whatever its proposer wrote: not to be shown without care.</param>
/// <param name="VotesBegin">When voting begins; votes count as they were delegated at that second.</param>
/// <param name="Block">The block that holds it.</param>
public sealed record Proposal(
    Bytes32 Id, Account Proposer, IReadOnlyList<ProposedCall> Calls, string Description, DateTimeOffset VotesBegin, ulong Block);
