using System.Runtime.InteropServices;
using Hypernet.Network;
using Xunit;

namespace Hypernet.Consensus.Membership;

/// <summary>Memory of large operations is used again while others are under way: nobody may see it change.</summary>
public sealed class RecyclingTests
{
    // 128 KiB: four owners, as many parts, and all of it from the pool.
    private const int Count = 16 * 1024;

    // Results that their callers keep, and must find as they were: the others are released.
    private const int KeptEvery = 3;

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.2, false)]
    [InlineData(0.2, true)]
    public void Recycled_memory_is_in_nobodys_way(double disorder, bool crashes)
    {
        for (ulong seed = 0; seed < 6; seed++)
        {
            var group = new SimulatedGroup(5, seed);
            (group.Network.Loss, group.Network.Duplicate, group.Network.Reorder) = (disorder, disorder, disorder);
            if (crashes)
            {
                group.Network.CrashAt((int)seed % 5, 150 + (40 * (long)seed));
            }

            var ends = Enumerable.Range(0, 5).Select(_ => new List<OperationResult>()).ToArray();
            var seen = new HashSet<byte[]>();
            int reused = 0;
            for (int number = 0; number < 12; number++)
            {
                var calls = new RecordedCall[5];
                foreach (int slot in group.Alive)
                {
                    var call = Vector(slot, number);
                    calls[slot] = group.Call(slot, call);
                    MemoryMarshal.AsMemory(call.Contribution).Span.Fill(0xFF);
                    group.Network.Break(slot, (slot + 1) % 5);
                }

                Assert.True(group.Run(calls), $"seed {seed}: somebody hangs");
                foreach (int slot in group.Alive)
                {
                    var result = Checked(calls[slot], number);
                    ends[slot].Add(result);
                    reused += seen.Add(ArrayOf(result)) ? 0 : 1;
                    if (number % KeptEvery != 0)
                    {
                        result.Release();
                        result.Release();
                    }
                }
            }

            Assert.True(crashes || reused > 0, $"seed {seed}: no memory was used again");
            Assert.Empty(group.Violations);
            foreach (int slot in group.Alive)
            {
                for (int number = 0; number < 12; number += KeptEvery)
                {
                    CheckElements(ends[slot][number], number);
                }
            }
        }
    }

    [Fact]
    public void Memory_that_somebody_left_behind_may_be_sent_is_never_used_again()
    {
        var group = new SimulatedGroup(5, quorum: QuorumRule.Majority);
        int raw = 0;
        group.Network.OnDeliver = frame =>
        {
            // The last slot owns nothing. When the owners have its elements, its results are on their way, and are cut off.
            if (frame is { From: 4, Header: { Type: FrameType.Data, Step: 1 } } && ++raw == 4)
            {
                group.Network.Cut([4], [0, 1, 2, 3]);
            }
        };
        var first = group.CallAll(slot => Vector(slot, 0));
        var seen = new List<byte[]>();
        for (int number = 0; number < 12; number++)
        {
            RecordedCall[] calls = number == 0 ? first[..4] : [.. Enumerable.Range(0, 4).Select(slot => group.Call(slot, Vector(slot, number)))];
            Assert.True(group.Network.RunUntil(() => calls.All(call => call.IsEnded), SimulatedGroup.Limit), $"operation {number} hangs");
            foreach (var call in calls)
            {
                var result = Checked(call, number);
                Assert.Equal(number == 0 ? 5 : 4, result.Contributors.Count);
                seen.Add(ArrayOf(result));
                result.Release();
            }
        }

        Assert.Empty(seen[..4].Intersect(seen[4..]));
        Assert.True(seen[4..].Distinct().Count() < seen.Count - 4, "no memory was used again");

        group.Network.Heal();

        Assert.True(group.Network.RunUntil(() => first[4].IsEnded, SimulatedGroup.Limit));
        Assert.IsType<LeftBehindException>(first[4].Fault);
    }

    private static byte[] ArrayOf(OperationResult result) => MemoryMarshal.TryGetArray(result.Value, out var array) ? array.Array! : [];

    private static OperationCall Vector(int slot, int number) => Calls.Sum("x", [.. Enumerable.Range(0, Count).Select(element => Element(slot, number, element))]);

    private static double Element(int slot, int number, int element) => Calls.Value(slot, number) + element;

    private static OperationResult Checked(RecordedCall call, int number)
    {
        Assert.True(call.Result is not null, $"{call.Fault}");
        CheckElements(call.Result, number);
        return call.Result;
    }

    private static void CheckElements(OperationResult result, int number)
    {
        var sums = MemoryMarshal.Cast<byte, double>(result.Value.Span);
        double values = result.Contributors.Sum(slot => Calls.Value(slot, number));
        for (int element = 0; element < Count; element++)
        {
            // Exact: no value has a bit below 2^-4.
            if (sums[element] != values + ((double)element * result.Contributors.Count))
            {
                Assert.Fail($"operation {number}, element {element}: {sums[element]:R}");
            }
        }
    }
}
