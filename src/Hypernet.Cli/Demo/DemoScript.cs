using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>
/// Who is killed, and when. A seller that dies for good does so in checkpoint 1 before it has committed: it is chosen when the
/// ranks are drawn, in another group than the cheat's. All others are killed when checkpoint 2 begins, and started again.
/// </summary>
/// <param name="plan">What happens.</param>
/// <param name="sellers">The sellers.</param>
/// <param name="planned">Who is killed in checkpoint 2; null for nobody.</param>
/// <param name="say">Tells people.</param>
internal sealed class DemoScript(DemoPlan plan, IReadOnlyList<DemoSeller> sellers, IVictim? planned, Action<string> say)
{
    /// <summary>Who was killed; null before.</summary>
    public IVictim? Victim { get; private set; }

    /// <summary>Kills the victim as soon as there can be one.</summary>
    /// <returns>Whether that was now.</returns>
    public async Task<bool> PlayAsync(JobState job, CancellationToken cancellationToken)
    {
        var victim = Victim is not null || job.Status != JobStatus.Running ? null
            : plan.Target == DemoTarget.Seller && job.Checkpoint == 1 ? Choose(job)
            : job.Checkpoint == DemoPlan.CheatsAt ? planned
            : null;
        if (victim is null)
        {
            return false;
        }

        await victim.KillAsync(cancellationToken);
        say($"{victim.Name} is killed");
        Victim = victim;
        if (victim == planned)
        {
            await victim.ReviveAsync(cancellationToken);
            say($"{victim.Name} is started again");
        }

        return true;
    }

    private DemoSeller? Choose(JobState job)
    {
        int? cheated = sellers.SingleOrDefault(seller => seller.Role == DemoRole.Cheat) is { } cheat
            ? job.GroupOf(job.TenureOf(cheat.Account.Account)!.Rank)
            : null;
        return sellers.FirstOrDefault(seller => seller.Role == DemoRole.Honest && job.TenureOf(seller.Account.Account) is { } tenure
            && job.GroupOf(tenure.Rank) is var group && group != cheated && !job.Groups[group].Committed.Contains(job.ReplicaOf(tenure.Rank)));
    }
}
