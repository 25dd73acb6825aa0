using Hypernet.Buyer;
using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>Tells people what happens in the job, in the words of the events.</summary>
internal sealed class DemoNarrator(Func<Account, string> nameOf, Action<string> say)
{
    private JobState? _before;

    /// <summary>Tells what has changed, and ends the phase that is over.</summary>
    public void Tell(JobMoment moment, PhaseClock clock)
    {
        var (before, now) = (_before, moment.State);
        _before = now;
        switch (moment.Event?.Name)
        {
            case "JobFilled":
                say($"{now.Tenures.Count} sellers have signed");
                clock.End("fill");
                break;
            case "JobStarted":
                say("the ranks are drawn, checkpoint 1 begins");
                clock.End("draw");
                break;
            case "CheckpointSettled":
                foreach (var group in now.Groups.Where(group => group.SettledCheckpoint > before!.Groups[group.Id].SettledCheckpoint))
                {
                    say($"checkpoint {group.SettledCheckpoint}: group {group.Id} has settled, {now.PaidCells - before!.PaidCells} cells earned");
                }

                break;
            case "SellerFaulted":
                var left = now.Tenures.First(tenure => tenure.LastCheckpoint is not null && before!.Tenures[tenure.Id].LastCheckpoint is null);
                say($"{nameOf(left.Seller)} leaves: {left.Verdict}, {now.Terms.UnitCollateral * (UInt128)left.ForfeitedCells} HYT forfeited");
                break;
            case "SellerApplied":
                say($"{nameOf(now.Applications[^1].Seller)} applies for the place in group {now.Applications[^1].Group}");
                break;
            case "SellerSeated":
                say($"{nameOf(now.Tenures[^1].Seller)} is drawn, active from checkpoint {now.Tenures[^1].FirstCheckpoint}");
                break;
            case "BarrierPassed":
                clock.End($"checkpoint{now.Checkpoint - 1}");
                say($"checkpoint {now.Checkpoint} begins");
                break;
            case "JobCompleted" or "JobAborted" or "JobCancelled":
                clock.End($"checkpoint{now.Checkpoint}");
                say($"the job has ended: {now.Status}");
                break;
            case "JobFrozen" or "JobResumed":
                say($"the job is {(now.Status == JobStatus.Frozen ? "frozen: a group is short" : "under way again")}");
                break;
            case null:
                say("the chain took events back");
                break;
            default:
                break;
        }
    }
}
