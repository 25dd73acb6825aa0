using System.Numerics;
using Xunit;

namespace Hypernet.Topology;

public sealed class RingScheduleTests
{
    [Fact]
    public void Every_position_holds_every_part_of_everybody_once_at_the_end()
    {
        for (int count = 1; count <= 40; count++)
        {
            var ring = RingSchedule.For(count);
            var whole = (BigInteger.One << count) - 1;
            var held = Enumerable.Range(0, count).Select(position => Enumerable.Repeat(BigInteger.One << position, count).ToArray()).ToArray();
            for (int round = 0; round < ring.Rounds; round++)
            {
                var sent = held.Select((parts, position) => parts[ring.PartTo(position, round)]).ToArray();
                for (int position = 0; position < count; position++)
                {
                    ref var part = ref held[position][ring.PartFrom(position, round)];
                    var arrived = sent[ring.From(position)];
                    Assert.Equal(position, ring.To(ring.From(position)));
                    Assert.True(ring.IsMerging(round) ? (part & arrived).IsZero : arrived == whole);
                    part = ring.IsMerging(round) ? part | arrived : arrived;
                }
            }

            Assert.All(held.SelectMany(parts => parts), part => Assert.Equal(whole, part));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void A_ring_of_nobody_or_of_too_many_is_refused(int count) => Assert.Throws<TopologyException>(() => RingSchedule.For(count));

    [Fact]
    public void Parts_are_right_at_the_largest_ring()
    {
        var ring = RingSchedule.For(1 << 30);

        Assert.Equal(1, ring.PartTo(ring.Count - 1, ring.Rounds));
        Assert.Equal(ring.Count - 1, ring.PartTo(ring.Count - 1, 0));
    }
}
