using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Agent.Duties;

internal static partial class DutyList
{
    private const ulong BlocksForApplicants = 3;

    // Sellers see blocks at about the same time, and words are said again after each: who has said nothing by then will not.
    private const ulong BlocksForWords = 4;

    private static IEnumerable<Duty> Round(Situation situation, Tenure tenure, JobGroup group)
    {
        var job = situation.Job;
        var round = situation.RoundOf(group);
        int replica = job.ReplicaOf(tenure.Rank);
        bool hasCommitted = group.Committed.Contains(replica);
        switch (job.PhaseOf(group, situation.Now))
        {
            case RoundPhase.Commit when !hasCommitted && situation.RecordOf(round) is { } record:
                foreach (var duty in WaitsForApplicants(situation, group) ? [] : Agree(situation, tenure, group, record))
                {
                    yield return duty;
                }

                break;
            case RoundPhase.Commit when !hasCommitted && !group.Present.Contains(replica):
                if (job.Clock(situation.Now) >= (situation.IsHeldUp ? job.PresenceFrom(group) : LastCallFor(job, group)))
                {
                    yield return new Duty.ShowPresence(job.Job, round, tenure.Rank, group.T0);
                }

                break;
            case RoundPhase.Reveal when hasCommitted && !group.Revealed.Contains(replica) && situation.RecordOf(round) is { } record:
                if (job.Clock(situation.Now) < job.RevealDeadline(group, situation.Now))
                {
                    yield return new Duty.Reveal(job.Job, record, tenure);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>
    /// A checkpoint is settled by signatures, if all sellers come to agree; whoever sees that they do not, or not soon, or that another has
    /// gone that way, commits on chain (docs/spec/joined.md, Accord).
    /// </summary>
    private static IEnumerable<Duty> Agree(Situation situation, Tenure tenure, JobGroup group, CheckpointRecord record)
    {
        var job = situation.Job;
        var agreement = record is CheckpointRecord.Reached reached && job.Status == JobStatus.Running ? situation.AgreementOn(reached) : null;
        if (agreement?.Together is { } together)
        {
            yield return new Duty.SettleAll(job.Job, job.Checkpoint, together);
        }

        bool isQuiet = agreement is null || situation.Block >= agreement.LearnedAt + BlocksForWords;
        if (isQuiet && agreement?.Unanimous is { } unanimous)
        {
            yield return new Duty.SettleUnanimous(job.Job, situation.RoundOf(group), unanimous);
        }

        bool isPossible = agreement is { IsDisputed: false } && group.Committed.Count == 0 && job.Clock(situation.Now) < job.PresenceFrom(group);
        if (isPossible && (!isQuiet || agreement!.Unanimous is not null))
        {
            yield break;
        }

        yield return new Duty.Commit(job.Job, record, tenure);
        var missing = agreement?.Bound.Where(bound => !group.Committed.Contains(job.ReplicaOf(bound.Pledge.Rank))).ToArray();
        if (missing is { Length: > 0 })
        {
            yield return new Duty.Relay(job.Job, situation.RoundOf(group), missing);
        }
    }

    /// <summary>Mates that had bound themselves to one commitment, and made another one: to have the others' results, say.</summary>
    private static IEnumerable<Duty> Equivocations(Situation situation, JobGroup own)
    {
        var job = situation.Job;
        var hidden = own.Active & (own.Committed - own.Revealed);
        return own.SettledCheckpoint == job.Checkpoint
            ? []
            : from pledge in situation.PledgesIn(situation.RoundOf(own))
              let replica = job.ReplicaOf(pledge.Pledge.Rank)
              where hidden.Contains(replica) && own.Commitments[replica] != pledge.Pledge.Commitment
              select new Duty.Equivocate(job.Job, pledge.Pledge, pledge.Signature, own.Commitments[replica]);
    }

    /// <summary>
    /// When a seller shows presence whose program is still at work: it may hang everywhere, and presence takes nothing from
    /// a commitment that comes in time after all.
    /// </summary>
    private static DateTimeOffset LastCallFor(JobState job, JobGroup group) => group.T0 + (job.Terms.Work * 0.75);

    /// <summary>
    /// A group that has just lost a member holds its commitments back for a moment: in a job of short checkpoints a
    /// replacement would otherwise stay pending to the end. Once per vacancy, never past half of the work window.
    /// </summary>
    private static bool WaitsForApplicants(Situation situation, JobGroup group)
    {
        var job = situation.Job;
        bool isNew = job.Tenures.Any(tenure => tenure.LastCheckpoint == job.Checkpoint - 1 && job.GroupOf(tenure.Rank) == group.Id);
        bool canBeFilled = group.Vacant.Count > 0 && job.Checkpoint < job.Terms.Checkpoints;
        if (!isNew || !canBeFilled || job.Status != JobStatus.Running || job.Clock(situation.Now) >= job.PresenceFrom(group))
        {
            return false;
        }

        bool hasApplicant = job.Applications.Any(application => application.Group == group.Id);
        return hasApplicant || situation.Block < situation.RoundBegan + BlocksForApplicants;
    }

    /// <summary>The settlement of a group whose round is complete, or whose windows are over.</summary>
    private static Duty.Settle? Settlement(Situation situation, JobGroup group)
    {
        var job = situation.Job;
        if (job.PhaseOf(group, situation.Now) != RoundPhase.Reveal)
        {
            return null;
        }

        var now = job.Clock(situation.Now);
        bool isComplete = group.Revealed == group.Committed || now > job.RevealDeadline(group, situation.Now);
        if (!isComplete)
        {
            return null;
        }

        var round = situation.RoundOf(group);
        if (Majority(job, group) is not { } tag)
        {
            return new Duty.Settle(job.Job, round, Bytes32.Zero, group.T0);
        }

        // Only who computed the same knows what the tags stand for; if none of them says so, the round ends without it.
        var record = situation.RecordOf(round);
        return record is not null && Commitments.Tag(record) == tag ? new Duty.Settle(job.Job, round, record.Digest, group.T0)
            : now > job.OpenDeadline(group, situation.Now) ? new Duty.Settle(job.Job, round, Bytes32.Zero, group.T0)
            : null;
    }

    private static Bytes16? Majority(JobState job, JobGroup group)
    {
        var top = group.Revealed.Replicas().GroupBy(replica => group.Reveals[replica].Tag).MaxBy(tags => tags.Count());
        return top is not null && top.Count() >= job.Terms.Quorum ? top.Key : null;
    }
}
