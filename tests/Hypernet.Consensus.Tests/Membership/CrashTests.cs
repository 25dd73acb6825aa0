using Hypernet.Consensus.Runs;
using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class CrashTests
{
    private const int Operations = 3;

    public static TheoryData<int, int> SmallGroups()
    {
        var data = new TheoryData<int, int>();
        foreach (var schedule in new[] { ScheduleKind.Star, ScheduleKind.Tree, ScheduleKind.Census })
        {
            for (int size = 2; size <= 6; size++)
            {
                data.Add((int)schedule, size);
            }
        }

        return data;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(64)]
    public void Sum_is_exact_at_every_rank(int size)
    {
        var group = new SimulatedGroup(size);
        new SumProgram(group, Operations).Run($"{size} ranks");
    }

    [Theory]
    [MemberData(nameof(SmallGroups))]
    public void Rank_may_crash_at_every_send_and_receive(int schedule, int size)
    {
        long points = EventsOf(size, (ScheduleKind)schedule);
        for (int victim = 0; victim < size; victim++)
        {
            for (long point = 0; point < points; point++)
            {
                var group = new SimulatedGroup(size, schedule: (ScheduleKind)schedule);
                group.Network.CrashAt(victim, point);
                new SumProgram(group, Operations).Run($"{(ScheduleKind)schedule}, {size} ranks, {victim} crashes at {point}");
            }
        }
    }

    private static long EventsOf(int size, ScheduleKind schedule)
    {
        var group = new SimulatedGroup(size, schedule: schedule);
        new SumProgram(group, Operations).Run("no crash");
        return group.Network.Events;
    }
}
