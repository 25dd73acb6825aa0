using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>Proposals and votes. Which there are, and where they stand, is told by <see cref="ProposalReader"/>.</summary>
/// <param name="client">A node of the chain.</param>
/// <param name="account">The contract.</param>
public sealed class VotingContract(JsonRpcClient client, Account account) : Contract(client, account)
{
    /// <summary>The votes that a proposer needs.</summary>
    public async Task<Amount> ThresholdAsync(BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        (await AskAsync(default(VotingAbi.ProposalThresholdCall), block, cancellationToken)).ToAmount();

    /// <summary>The time from a proposal to the begin of its vote.</summary>
    public async Task<TimeSpan> DelayAsync(BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        TimeSpan.FromSeconds((ulong)await AskAsync(default(VotingAbi.VotingDelayCall), block, cancellationToken));

    /// <summary>How long a vote lasts.</summary>
    public async Task<TimeSpan> PeriodAsync(BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        TimeSpan.FromSeconds((ulong)await AskAsync(default(VotingAbi.VotingPeriodCall), block, cancellationToken));

    /// <summary>The votes that an account had at a moment that has passed.</summary>
    public async Task<Amount> VotesOfAsync(Account voter, DateTimeOffset moment, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        (await AskAsync(new VotingAbi.GetVotesCall(voter.ToAddress(), (ulong)moment.ToUnixTimeSeconds()), block, cancellationToken)).ToAmount();

    /// <summary>Whether an account has voted on a proposal.</summary>
    public Task<bool> HasVotedAsync(Bytes32 proposal, Account voter, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        AskAsync(new VotingAbi.HasVotedCall(Number(proposal), voter.ToAddress()), block, cancellationToken);

    /// <summary>Proposes calls.</summary>
    /// <param name="calls">What the timelock is to do, in order.</param>
    /// <param name="description">For people; it may end with what <see cref="SignedDescription"/> adds.</param>
    public ContractCall Propose(IReadOnlyList<ProposedCall> calls, string description) => Prepare(new VotingAbi.ProposeCall(
        [.. calls.Select(call => call.Target.ToAddress())],
        [.. calls.Select(call => call.Value)],
        [.. calls.Select(call => call.Data)],
        description));

    /// <summary>Casts all votes of the sender.</summary>
    /// <param name="proposal">The proposal.</param>
    /// <param name="support">How.</param>
    /// <param name="reason">For people; may be empty.</param>
    public ContractCall CastVote(Bytes32 proposal, VoteSupport support, string reason) => reason.Length == 0
        ? Prepare(new VotingAbi.CastVoteCall(Number(proposal), (byte)support))
        : Prepare(new VotingAbi.CastVoteWithReasonCall(Number(proposal), (byte)support, reason));

    /// <summary>Hands a carried proposal to the timelock.</summary>
    public ContractCall Queue(Proposal proposal)
    {
        var (targets, values, data, description) = Hashed(proposal);
        return Prepare(new VotingAbi.QueueCall(targets, values, data, description));
    }

    /// <summary>Executes a proposal that has waited in the timelock.</summary>
    public ContractCall Execute(Proposal proposal)
    {
        var (targets, values, data, description) = Hashed(proposal);
        return Prepare(new VotingAbi.ExecuteCall(targets, values, data, description));
    }

    /// <summary>Takes a proposal back; only its proposer may, until voting begins.</summary>
    public ContractCall Cancel(Proposal proposal)
    {
        var (targets, values, data, description) = Hashed(proposal);
        return Prepare(new VotingAbi.CancelCall(targets, values, data, description));
    }

    /// <summary>A description that Voting accepts from its proposer only: nobody who sees the transaction can propose it first, and then cancel it.</summary>
    public static string SignedDescription(string description, Account proposer) => $"{description}\n#proposer={Hex.Format(proposer.ToAddress().Bytes)}";

    private static (Address[] Targets, UInt256[] Values, byte[][] Data, Hash32 Description) Hashed(Proposal proposal) =>
    (
        [.. proposal.Calls.Select(call => call.Target.ToAddress())],
        [.. proposal.Calls.Select(call => call.Value)],
        [.. proposal.Calls.Select(call => call.Data)],
        Keccak256.Hash(proposal.Description));

    private static UInt256 Number(Bytes32 proposal) => new(proposal.ToHash32().Bytes);
}
