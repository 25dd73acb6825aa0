using Hypernet.Market;

namespace Hypernet.Agent.Duties;

/// <summary>
/// What is due now, as a pure function of the situation: asked again after every block and every event, it forgets
/// nothing, whatever happened to the agent in between (docs/spec/job.md).
/// </summary>
internal static partial class DutyList
{
    // The EVM knows the hashes of this many blocks (EIP-2: BLOCKHASH).
    private const ulong HashesKnown = 256;

    /// <summary>All transactions that are due.</summary>
    public static IEnumerable<Duty> Of(Situation situation)
    {
        var job = situation.Job;
        var tenure = job.TenureOf(situation.Seller);
        bool isApplicant = job.Applications.Any(application => application.Seller == situation.Seller);
        if (tenure is null && !isApplicant)
        {
            return [];
        }

        var duties = job.Status switch
        {
            JobStatus.Open or JobStatus.Filled => BeforeStart(situation),
            JobStatus.Running or JobStatus.Frozen => UnderWay(situation, tenure),
            _ => [],
        };
        return duties.Concat(Money(situation, tenure, isApplicant));
    }

    private static IEnumerable<Duty> BeforeStart(Situation situation)
    {
        var job = situation.Job;
        if (situation.Now >= job.CancellableFrom)
        {
            yield return new Duty.Cancel(job.Job);
        }
        else if (job.Status == JobStatus.Filled && !job.IsAuction(situation.Now) && situation.Block > job.SeedBlock)
        {
            yield return job.SeedBlock > 0 && situation.Block - job.SeedBlock < HashesKnown
                ? new Duty.Start(job.Job, job.SeedBlock)
                : new Duty.Arm(job.Job, job.SeedBlock);
        }
    }

    private static IEnumerable<Duty> UnderWay(Situation situation, Tenure? tenure)
    {
        var job = situation.Job;
        if (tenure is not null && OwnGroup(job, tenure) is { } own)
        {
            if (situation.Accusation is { } accusation && accusation.IsOpen(job) && accusation.Voices.Count >= job.Terms.Quorum)
            {
                yield return new Duty.Expel(job.Job, accusation);
            }

            foreach (var duty in Equivocations(situation, own).Concat(Round(situation, tenure, own)))
            {
                yield return duty;
            }
        }

        foreach (var group in job.Groups)
        {
            if (Settlement(situation, group) is { } settle)
            {
                yield return settle;
            }

            bool isDrawn = group.CloseBlock > 0 && situation.Block > group.CloseBlock;
            if (isDrawn && group.Vacant.Count > 0 && !job.AreSeatingsSpent)
            {
                yield return new Duty.Seat(job.Job, group.Id, group.CloseBlock);
            }
        }

        if (situation.Now >= job.AbortableFrom)
        {
            yield return new Duty.Abort(job.Job, job.FrozenAt!.Value);
        }
    }

    private static IEnumerable<Duty> Money(Situation situation, Tenure? tenure, bool isApplicant)
    {
        var job = situation.Job;
        bool canClaim = tenure is { IsClosed: false } && (tenure.ClaimableCells > 0 || job.HasEnded);
        if (canClaim)
        {
            yield return new Duty.Claim(job.Job, tenure!.Id, tenure.SettledCells, job.HasEnded);
        }

        if (isApplicant && (job.HasEnded || job.AreSeatingsSpent))
        {
            yield return new Duty.WithdrawApplication(job.Job);
        }
    }

    /// <summary>The group in which a tenure is active now; null for one that is pending, or gone.</summary>
    private static JobGroup? OwnGroup(JobState job, Tenure tenure)
    {
        var group = job.Groups[job.GroupOf(tenure.Rank)];
        int replica = job.ReplicaOf(tenure.Rank);
        return group.Tenures[replica] == tenure.Id && group.Active.Contains(replica) ? group : null;
    }
}
