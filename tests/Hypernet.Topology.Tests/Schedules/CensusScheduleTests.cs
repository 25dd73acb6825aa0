using System.Numerics;
using Xunit;

namespace Hypernet.Topology;

public sealed class CensusScheduleTests
{
    [Fact]
    public void Every_position_holds_each_value_once_after_the_ceiling_of_log2_n_rounds_for_every_n_to_1025()
    {
        for (int count = 1; count <= 1025; count++)
        {
            var schedule = CensusSchedule.For(count);

            Assert.Equal(count, schedule.Count);
            Assert.Equal((int)Math.Ceiling(Math.Log2(count)), schedule.Rounds.Count);
            Assert.Equal((BigInteger.One << count) - 1, Play(schedule));
        }
    }

    [Fact]
    public void Senders_and_receivers_are_each_others()
    {
        foreach (int count in (int[])[2, 3, 7, 100, int.MaxValue])
        {
            var schedule = CensusSchedule.For(count);
            for (int round = 0; round < schedule.Rounds.Count; round++)
            {
                foreach (int position in (int[])[0, 1, count / 2, count - 1])
                {
                    Assert.Equal(position, schedule.From(schedule.To(position, round), round));
                    Assert.NotEqual(position, schedule.To(position, round));
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_circle_of_nobody_is_refused(int count) =>
        Assert.Contains($"{count}", Assert.Throws<TopologyException>(() => CensusSchedule.For(count)).Message, StringComparison.Ordinal);

    /// <summary>
    /// The schedule is the same from everywhere, so one position tells of all: what it holds as a set of distances below itself,
    /// in which a value that came twice would have been added to a bit already set.
    /// </summary>
    private static BigInteger Play(CensusSchedule schedule)
    {
        var received = BigInteger.Zero;
        foreach (var round in schedule.Rounds)
        {
            var sent = received | (round.IncludesOwn ? BigInteger.One : BigInteger.Zero);
            var arrived = sent << round.Offset;
            Assert.True((received & arrived).IsZero && (arrived >> schedule.Count).IsZero);
            received |= arrived;
        }

        Assert.True(received.IsEven);
        return received | BigInteger.One;
    }
}
