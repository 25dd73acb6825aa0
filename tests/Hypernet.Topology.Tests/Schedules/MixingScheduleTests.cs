using Xunit;

namespace Hypernet.Topology;

public sealed class MixingScheduleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(1024)]
    public void Powers_of_two_have_the_mean_after_one_period(int count)
    {
        Assert.All((MixingSchedule[])[MixingSchedule.Hypercube(count), MixingSchedule.OnePeerExponential(count)], schedule =>
        {
            Assert.True(schedule.IsExact);
            Assert.Equal(Math.Max(1, (int)Math.Log2(count)), schedule.Period);
            Assert.InRange(Averaging.Rounds(schedule, count, 1e-12), count == 1 ? 0 : 1, schedule.Period);
        });
    }

    [Fact]
    public void Other_counts_approach_the_mean_on_one_peer_exponential_graphs()
    {
        var schedule = MixingSchedule.OnePeerExponential(100);

        Assert.False(schedule.IsExact);
        Assert.InRange(Averaging.Rounds(schedule, 100, 1e-12), schedule.Period + 1, 200);
    }

    [Fact]
    public void Hypercube_of_another_count_is_refused() => Assert.Throws<TopologyException>(() => MixingSchedule.Hypercube(12));
}
