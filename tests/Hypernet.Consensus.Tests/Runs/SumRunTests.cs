using System.Runtime.InteropServices;
using Xunit;

namespace Hypernet.Consensus.Runs;

public sealed class SumRunTests
{
    [Fact]
    public void A_sum_is_exact_and_equal_at_every_rank_by_every_schedule()
    {
        foreach (var schedule in new[] { ScheduleKind.Star, ScheduleKind.Tree, ScheduleKind.Census })
        {
            for (int n = 1; n <= 33; n++)
            {
                var plays = Enumerable.Range(0, n).ToDictionary(slot => slot, slot =>
                    new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(slot, BitConverter.GetBytes(slot % 3 == 0 ? 1e300 : slot % 3 == 1 ? 1.5 : -1e300)) });
                var call = new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 1 } };
                var cluster = new RunCluster(n, n, call, plays, schedule).Play();
                double expected = 1.5 * ((n + 1) / 3) + (n % 3 == 0 ? 0 : 1e300);
                Assert.All(cluster.Outputs.Values, output => Assert.Equal(expected, MemoryMarshal.Read<double>(output.Result!.Value.Span)));
            }
        }
    }
}
