using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Contracts;

/// <summary>Reads proposals and where they stand from a node alone.</summary>
/// <param name="client">A node of the chain.</param>
/// <param name="deployment">Where the contracts are.</param>
public sealed class ProposalReader(JsonRpcClient client, Deployment deployment)
{
    private readonly VotingContract _voting = new(client, deployment.Voting);

    /// <summary>All proposals since the deployment, the newest first.</summary>
    /// <param name="head">The block up to which to look.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<Proposal>> ReadAsync(BlockHeader head, CancellationToken cancellationToken = default)
    {
        var filter = new LogFilter { Addresses = [deployment.Voting.ToAddress()], Topics = [[VotingEvents.ProposalCreatedTopic]] };
        var proposals = new List<Proposal>();
        foreach (var log in await client.GetLogsAsync(filter, deployment.Block, head.Number, cancellationToken))
        {
            if (VotingEvents.TryDecode(log, out var proposal))
            {
                proposals.Add(proposal);
            }
        }

        proposals.Reverse();
        return proposals;
    }

    /// <summary>Where proposals stand at a block, in their order.</summary>
    public async Task<IReadOnlyList<ProposalStanding>> StandingsAsync(
        IReadOnlyList<Proposal> proposals, BlockHeader head, CancellationToken cancellationToken = default)
    {
        var block = BlockParameter.AtHash(head.Hash);
        IAbiCall[] calls = [.. proposals.SelectMany(proposal => Questions(proposal, head))];
        var answers = await client.SendBatchAsync(
            [.. calls.Select(call => EthRequests.Call(_voting.Prepare(call).From(default), block))], cancellationToken);
        int each = proposals.Count == 0 ? 1 : calls.Length / proposals.Count;
        return [.. answers.Chunk(each).Select(Standing)];
    }

    private static IEnumerable<IAbiCall> Questions(Proposal proposal, BlockHeader head)
    {
        var id = new UInt256(proposal.Id.ToHash32().Bytes);
        // The quorum of a vote that has not begun is not known: that of the present stands for it.
        ulong begin = (ulong)proposal.VotesBegin.ToUnixTimeSeconds();
        return
        [
            new VotingAbi.StateCall(id),
            new VotingAbi.ProposalVotesCall(id),
            new VotingAbi.QuorumCall(Math.Min(begin, head.Timestamp - 1)),
            new VotingAbi.ProposalDeadlineCall(id),
            new VotingAbi.ProposalEtaCall(id),
        ];
    }

    private static ProposalStanding Standing(byte[][] answers)
    {
        var votes = default(VotingAbi.ProposalVotesCall).Decode(answers[1]);
        return new ProposalStanding(
            default(VotingAbi.StateCall).Decode(answers[0]),
            votes.ForVotes.ToAmount(),
            votes.AgainstVotes.ToAmount(),
            votes.AbstainVotes.ToAmount(),
            default(VotingAbi.QuorumCall).Decode(answers[2]).ToAmount(),
            ((ulong)default(VotingAbi.ProposalDeadlineCall).Decode(answers[3])).ToTime(),
            ((ulong)default(VotingAbi.ProposalEtaCall).Decode(answers[4])).ToTimeOrNone());
    }
}
