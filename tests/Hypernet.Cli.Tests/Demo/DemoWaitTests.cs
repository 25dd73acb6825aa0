using Hypernet.Cli.Demo;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Cli.Tests.Demo;

public sealed class DemoWaitTests
{
    [Fact]
    public void Job_that_does_not_end_says_for_whom_it_waits_at_every_stage()
    {
        var told = new Told();
        Assert.Equal("for its placement", DemoWait.Of(null, NameOf));
        Assert.Equal("Open: for 2 more sellers", Waits());
        told.SignAll().Tell(new JobEvent.JobFilled(told.Now), new JobEvent.SeedArmed(1));
        Assert.Equal("Filled: for its ranks to be drawn", Waits());
        told.Tell(new JobEvent.JobStarted(Bytes32.Sha256("seed"u8), told.Now)).Commit(0);
        Assert.Equal($"Running, checkpoint 1: for {NameOf(told.State.TenureAt(1).Seller)} to commit in group 0", Waits());
        told.Commit(1, isLast: true);
        Assert.Equal($"Running, checkpoint 1: for {Name(0)}, {Name(1)} to reveal in group 0", Waits());
        told.Tell(new JobEvent.JobAborted(AbortReason.NoWork));
        Assert.Equal("Aborted, checkpoint 1: for the claim of seller-0; for the claim of seller-1", Waits());

        string Waits() => DemoWait.Of(told.State, NameOf);

        string Name(int rank) => NameOf(told.State.TenureAt(rank).Seller);
    }

    private static string NameOf(Account seller) => $"seller-{seller.ToString()[^1]}";

    private sealed class Told() : JobTeller<Told>(groups: 1, replication: 2, quorum: 2, checkpoints: 1, TimeSpan.FromSeconds(40));
}
