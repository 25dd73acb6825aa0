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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Base_graphs_have_the_mean_after_one_period_for_every_count(int peers)
    {
        for (int count = 1; count <= 130; count++)
        {
            var schedule = MixingSchedule.Base(count, peers);
            var rounds = Enumerable.Range(0, schedule.Period).Select(iteration => schedule[iteration]).ToList();

            Assert.InRange(Averaging.Rounds(schedule, count, 1e-12), 0, schedule.Period);
            Assert.InRange(schedule.Period, 0, 2 + (2 * Math.Log(count) / Math.Log(peers + 1)));
            Assert.All(rounds, weights => Assert.True(weights.KeepsMean && weights.Graph.IsSymmetric && weights.Graph.MaximumOutDegree <= peers));
        }
    }

    [Fact]
    public void Hypercube_of_another_count_is_refused() => Assert.Throws<TopologyException>(() => MixingSchedule.Hypercube(12));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 0)]
    public void Base_graph_of_nobody_is_refused(int count, int peers) => Assert.Throws<TopologyException>(() => MixingSchedule.Base(count, peers));
}
