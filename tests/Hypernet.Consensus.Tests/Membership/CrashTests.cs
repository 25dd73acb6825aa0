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

    [Theory]
    [InlineData((int)ScheduleKind.Star)]
    [InlineData((int)ScheduleKind.Tree)]
    [InlineData((int)ScheduleKind.Census)]
    public void Ranks_of_many_may_crash_anywhere(int schedule)
    {
        const int Size = 64;
        var chance = new Random(schedule);
        int points = (int)EventsOf(Size, (ScheduleKind)schedule);
        for (int round = 0; round < 12; round++)
        {
            var group = new SimulatedGroup(Size, (ulong)round, schedule: (ScheduleKind)schedule);
            var crashes = Enumerable.Range(0, 1 + (round % 4)).Select(_ => (Victim: chance.Next(Size), Point: chance.Next(points))).DistinctBy(crash => crash.Victim).ToList();
            crashes.ForEach(crash => group.Network.CrashAt(crash.Victim, crash.Point));
            new SumProgram(group, Operations).Run($"{(ScheduleKind)schedule}, {string.Join(", ", crashes.Select(crash => $"{crash.Victim} crashes at {crash.Point}"))}");
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Proposer_may_crash_in_every_phase_of_its_ballot(int size)
    {
        int victim = size - 1;
        for (long first = 4; first < 12; first += 3)
        {
            // From the first death on, whoever proposes dies at every point; then the next one, too.
            for (long point = first; point < first + (14 * size); point++)
            {
                foreach (int second in new[] { 0, 1 }.Take(size - 2))
                {
                    var group = new SimulatedGroup(size);
                    group.Network.CrashAt(victim, first);
                    group.Network.CrashAt(0, point);
                    if (second == 1)
                    {
                        group.Network.CrashAt(1, point + size);
                    }

                    new SumProgram(group, Operations).Run($"{size} ranks, {victim} crashes at {first}, 0 at {point}, {second} soon after");
                }
            }
        }
    }

    [Fact]
    public void All_but_one_may_crash_at_once()
    {
        for (long point = 0; point < 40; point++)
        {
            var group = new SimulatedGroup(6);
            foreach (int victim in new[] { 0, 1, 2, 4, 5 })
            {
                group.Network.CrashAt(victim, point);
            }

            new SumProgram(group, Operations).Run($"all but 3 crash at {point}");
        }
    }

    [Fact]
    public void Survivors_answer_within_a_few_messages_of_the_proof()
    {
        for (long point = 0; point < 56; point++)
        {
            var group = new SimulatedGroup(8);
            long crashed = 0;
            group.Network.OnSend = frame => CrashAt(frame.Event);
            group.Network.OnDeliver = frame => CrashAt(frame.Event);
            new SumProgram(group, 2).Run($"crash at {point}");
            var waited = group.Network.Time.GetElapsedTime(crashed) - group.Network.Detection;
            Assert.True(waited < 16 * group.Network.MaxDelay, $"crash at {point}: {waited.TotalMilliseconds} ms of virtual time");

            void CrashAt(long number)
            {
                if (number == point)
                {
                    crashed = group.Network.Time.GetTimestamp();
                    group.Network.Crash(0);
                }
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
