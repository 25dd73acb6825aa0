using System.Diagnostics.CodeAnalysis;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Contracts;

/// <summary>Logs of Voting.</summary>
public static class VotingEvents
{
    /// <summary>The first topic of the event that announces a proposal, for filters.</summary>
    public static Hash32 ProposalCreatedTopic => VotingAbi.ProposalCreatedEvent.EventTopic;

    /// <summary>Decodes a log of Voting; <see langword="false"/> if it announces no proposal, or is malformed.</summary>
    public static bool TryDecode(FilterLog log, [NotNullWhen(true)] out Proposal? proposal)
    {
        proposal = VotingAbi.ProposalCreatedEvent.TryDecode([.. log.Topics], log.Data, out var e)
            && e.Targets.Length == e.Values.Length && e.Targets.Length == e.Calldatas.Length && e.VoteStart.BitLength <= 64
            ? new Proposal(
                e.ProposalId.ToBytes32(),
                e.Proposer.ToAccount(),
                [.. e.Targets.Select((target, i) => new ProposedCall(target.ToAccount(), e.Values[i], e.Calldatas[i]))],
                e.Description,
                ((ulong)e.VoteStart).ToTime(),
                log.BlockNumber)
            : null;
        return proposal is not null;
    }
}
