using Xunit;

namespace Hypernet.Consensus.Runs;

public sealed class RunTests
{
    private const int CasesPerSize = 64;

    public static TheoryData<int> Sizes => [.. Enumerable.Range(1, 33)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_schedule_gives_every_rank_the_bits_of_the_reference(int size)
    {
        for (int i = 0; i < CasesPerSize; i++)
        {
            var drawn = new RunCase((1000 * size) + i, size);
            foreach (var schedule in drawn.Schedules)
            {
                drawn.Play(schedule);
            }
        }
    }
}
