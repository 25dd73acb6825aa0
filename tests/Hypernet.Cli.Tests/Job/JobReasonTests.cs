using Hypernet.Cli.Commands.Job;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Cli.Tests.Job;

public sealed class JobReasonTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(60);

    [Fact]
    public void Job_under_way_says_what_it_waits_for_and_how_long()
    {
        var running = Running();
        var reveal = running.When(new JobEvent.ResultCommitted(0, 1, 0, 0, 0, default, Start.AddSeconds(10)));
        var frozen = running
            .When(new JobEvent.SellerFaulted(0, Account.None, 1, 0, 0, Verdict.Missed, Amount.Parse("2")))
            .When(new JobEvent.JobFrozen(Start.AddSeconds(5)));

        Assert.Equal("CommitDue(28 s)", JobReason.Of(running, Start.AddSeconds(12)));
        Assert.Equal("RevealDue(13 s)", JobReason.Of(reveal, Start.AddSeconds(12)));
        Assert.Equal("Frozen(group 0, 118 s left)", JobReason.Of(frozen, Start.AddSeconds(8)));
    }

    private static JobState Running()
    {
        var terms = new Terms(
            Amount.Parse("1"), Amount.Parse("1"), 1, 1, 1, 3,
            TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(120), Start.AddHours(1), null,
            LossPolicy.Abort, default, default, default, default, 0, new Requirements());
        var placed = new JobEvent.JobPlaced(
            Account.None, Account.None, Account.None, default, Amount.Parse("3"), new Snapshot(0, 0, default, 4), terms, [], "");
        return JobState.Of(placed)
            .When(new JobEvent.SellerSigned(0, Account.None, Account.None, Account.None, Amount.Parse("1"), ""))
            .When(new JobEvent.JobFilled(Start))
            .When(new JobEvent.SeedArmed(1))
            .When(new JobEvent.JobStarted(default, Start));
    }
}
