using Hypernet.Agent.Checkpoints;
using Hypernet.Agent.Matching;
using Hypernet.Contracts;
using Hypernet.Ethereum.Transactions;
using Hypernet.Market;

namespace Hypernet.Agent.Duties;

/// <summary>Turns what is due into the transaction that does it.</summary>
internal sealed class DutyCall(AgentServices services)
{
    /// <summary>The transaction of a duty; its key is the caller's.</summary>
    public TransactionIntent Of(Duty duty)
    {
        var job = JobAt(duty.Job);
        return Intent(duty.Key, duty switch
        {
            Duty.Start => job.Start(),
            Duty.Arm => job.Arm(),
            Duty.Cancel => job.Cancel(),
            Duty.Commit commit => Commit(job, commit),
            Duty.ShowPresence present => job.Present(present.Rank),
            Duty.Reveal reveal => Reveal(job, reveal),
            Duty.Expel { Accusation: var accusation } => job.Expel(accusation.Rank, accusation.Expulsion.EvidenceHash, accusation.Voices),
            Duty.Equivocate found => job.Equivocate(found.Pledge.Rank, (found.Pledge.Commitment, found.Signature), (found.Committed, null)),
            Duty.Relay relay => job.CommitMany(relay.Bound),
            Duty.SettleUnanimous unanimous => job.SettleUnanimous((int)unanimous.Round.Group, unanimous.Attestations.Digest, unanimous.Attestations.Signatures),
            Duty.SettleAll together => job.SettleAll(
                together.Checkpoint,
                [.. together.Attestations.Select(group => group.Digest)],
                [.. together.Attestations.SelectMany(group => group.Signatures)]),
            Duty.Settle settle => job.Settle((int)settle.Round.Group, settle.Digest),
            Duty.Seat seat => job.Seat(seat.Group),
            Duty.Abort => job.Abort(),
            Duty.Claim claim => job.Claim(claim.Tenure),
            Duty.WithdrawApplication => job.WithdrawApplication(),
            _ => throw new ArgumentOutOfRangeException(nameof(duty), duty, "The duty is not known."),
        });
    }

    /// <summary>The transaction that takes an opening: at the buyer's price, but where it displaces another seller.</summary>
    /// <param name="opening">The opening.</param>
    /// <param name="state">The job.</param>
    /// <param name="endpoints">Where other sellers of the job reach this one.</param>
    public TransactionIntent Of(Opening opening, JobState state, string endpoints)
    {
        var job = JobAt(state.Job);
        var ask = state.UnitPrice;
        int departures = state.FormerSellerOf(services.Seller)?.Departures ?? 0;
        return opening switch
        {
            Opening.Slot => Intent($"{state.Job}/sign/{departures}", job.Sign(ask, agentKey: null, beneficiary: null, endpoints)),
            Opening.Underbid under => Intent(
                $"{state.Job}/underbid/{departures}/{under.Number}/{under.Ask.Units}", job.Underbid(under.Number, under.Ask, agentKey: null, beneficiary: null, endpoints)),
            Opening.Vacancy vacancy => Intent(
                $"{state.Job}/apply/{vacancy.Group}/{state.Checkpoint}", job.ApplyFor(vacancy.Group, ask, agentKey: null, beneficiary: null, endpoints)),
            _ => throw new ArgumentOutOfRangeException(nameof(opening), opening, "The opening is not known."),
        };
    }

    private ContractCall Commit(JobContract job, Duty.Commit commit)
    {
        var (round, tenure) = (commit.Record.Context, commit.Tenure);
        var commitment = Commitments.Commitment(round, tenure.Rank, tenure.Seller, Tag(commit.Record), Seal(commit.Record, tenure), Salt(round));
        return job.Commit(tenure.Rank, round, commitment);
    }

    private ContractCall Reveal(JobContract job, Duty.Reveal reveal) => job.Reveal(
        reveal.Tenure.Rank, Tag(reveal.Record), Seal(reveal.Record, reveal.Tenure), Salt(reveal.Record.Context), reveal.Record.Digest);

    private static Bytes16 Tag(CheckpointRecord record) => Commitments.Tag(record);

    private static Bytes16 Seal(CheckpointRecord record, Tenure tenure) =>
        Commitments.Seal(record.Context, tenure.Rank, tenure.Id, tenure.Seller, record.Digest);

    private Bytes32 Salt(RoundContext round) => CommitmentSalt.Of(services.Key, round);

    private JobContract JobAt(Account job) => new(services.Chain, job);

    private static TransactionIntent Intent(string key, ContractCall call) => new() { Key = key, To = call.To, Data = call.Data };
}
