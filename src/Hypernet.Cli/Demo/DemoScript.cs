using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>
/// What happens to the job besides honest work: one seller dies in checkpoint 1 before it has committed. It is chosen when
/// the ranks are drawn, in another group than the cheat's.
/// </summary>
internal sealed class DemoScript(IReadOnlyList<DemoSeller> sellers)
{
    /// <summary>The seller that was killed; null before.</summary>
    public DemoSeller? Victim { get; private set; }

    /// <summary>Kills the victim as soon as there can be one.</summary>
    public async Task PlayAsync(JobState job)
    {
        if (Victim is null && job is { Status: JobStatus.Running, Checkpoint: 1 } && Choose(job) is { } victim)
        {
            await victim.Agent.KillAsync();
            Victim = victim;
        }
    }

    private DemoSeller? Choose(JobState job)
    {
        var cheat = sellers.Single(seller => seller.Role == DemoRole.Cheat);
        int cheated = job.GroupOf(job.TenureOf(cheat.Account.Account)!.Rank);
        return sellers.FirstOrDefault(seller => seller.Role == DemoRole.Honest && job.TenureOf(seller.Account.Account) is { } tenure
            && job.GroupOf(tenure.Rank) is var group && group != cheated && !job.Groups[group].Committed.Contains(job.ReplicaOf(tenure.Rank)));
    }
}
