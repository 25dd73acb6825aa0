using System.Runtime.InteropServices;
using Hypernet.Network;
using Xunit;

namespace Hypernet.Consensus.Runs;

/// <summary>One member is a stranger: nothing it sends may throw, and whoever does not end says whom it does not believe.</summary>
public sealed class HostileFrameTests
{
    private const int Cases = 40;

    public static TheoryData<OperationKind> Kinds => [.. Enum.GetValues<OperationKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Spoilt_frames_are_refused_and_nobody_waits_in_silence(OperationKind kind)
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            int size = 2 + (seed % 7);
            var drawn = new RunCase(seed, size, kind, isWhole: seed % 2 == 0);
            foreach (var schedule in drawn.Schedules.Concat(ScheduleChoice.IsFixedPoint(drawn.Call.Descriptor with { Exactness = Exactness.FixedPoint }, size) ? [ScheduleKind.Ring] : Array.Empty<ScheduleKind>()))
            {
                var chance = new Random(seed);
                int liar = drawn.Plays.Keys.ElementAt(seed % drawn.Plays.Count);
                int spoilt = 0;
                var cluster = new RunCluster(seed, size, drawn.Call, drawn.Plays, schedule)
                {
                    Tamper = frame => frame.From == liar && chance.Next(3) == 0 && ++spoilt > 0 ? Spoil(chance, frame) : frame,
                }.Play();
                Assert.All(cluster.Outputs.Where(output => output.Key != liar).Select(output => output.Value), output => Assert.InRange(output.Ends + output.Violations.Count, 0, 1));
                bool isSilent = cluster.Outputs.Values.Any(output => output.Ends == 0) && cluster.Outputs.Values.All(output => output.Violations.Count == 0);
                Assert.False(isSilent, $"seed {seed}, {schedule}, {kind}: {spoilt} spoilt frames, nobody ended, nobody complained");
            }
        }
    }

    [Fact]
    public void A_contribution_that_is_counted_twice_is_refused()
    {
        foreach (var schedule in new[] { ScheduleKind.Star, ScheduleKind.Tree, ScheduleKind.Census })
        {
            var cluster = Sums(schedule, frame => frame.Header.Step == 0 && frame.From == 1 ? frame with { Payload = Everybody(frame.Payload) } : frame);
            Assert.Contains(cluster.Outputs.Values.SelectMany(output => output.Violations), violation => violation == (1, "a contribution is merged once"));
        }
    }

    [Fact]
    public void A_message_that_claims_to_be_endless_is_refused_before_anything_is_kept()
    {
        var cluster = Sums(ScheduleKind.Star, frame => frame.From == 1 ? frame with { Header = frame.Header with { Chunk = uint.MaxValue } } : frame);
        Assert.Equal((1, "a message is not longer than the contributions that it may hold"), Assert.Single(cluster.Outputs[0].Violations));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void What_was_handed_over_and_is_no_contribution_is_not_played(int bytes)
    {
        var plays = new[] { 0, 2 }.ToDictionary(slot => slot, slot => new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(slot, BitConverter.GetBytes(1.5)) });
        plays[2].Add(new(1, new byte[bytes]));
        var call = new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 1 } };
        foreach (var schedule in new[] { ScheduleKind.Star, ScheduleKind.Census, ScheduleKind.Direct, ScheduleKind.Ring })
        {
            var cluster = new RunCluster(1, 3, call, plays, schedule).Play();
            Assert.All(cluster.Outputs.Values, output => Assert.Equal([0, 2], output.Result!.Contributors));
            Assert.All(cluster.Outputs.Values, output => Assert.Equal(3, MemoryMarshal.Read<double>(output.Result!.Value.Span)));
        }
    }

    [Fact]
    public void A_frame_of_a_step_that_is_none_is_refused()
    {
        foreach (var schedule in new[] { ScheduleKind.Star, ScheduleKind.Tree, ScheduleKind.Census, ScheduleKind.Direct, ScheduleKind.Ring })
        {
            var cluster = Sums(schedule, frame => frame.From == 1 ? frame with { Header = frame.Header with { Step = 60_000 } } : frame);
            Assert.Contains(cluster.Outputs.Values, output => output.Violations.Any(violation => violation.Slot == 1));
        }
    }

    private static RunCluster Sums(ScheduleKind schedule, Func<RunCluster.Frame, RunCluster.Frame?> tamper)
    {
        double[][] rows = [.. Enumerable.Range(0, 4).Select(slot => new[] { 1.0 * slot, 2 })];
        var plays = Enumerable.Range(0, 4).ToDictionary(slot => slot, slot =>
            new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(slot, MemoryMarshal.AsBytes<double>(rows[slot]).ToArray()) });
        var descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 2 };
        return new RunCluster(4, 4, new OperationCall { Descriptor = descriptor }, plays, schedule) { Tamper = tamper }.Play();
    }

    private static ReadOnlyMemory<byte> Everybody(ReadOnlyMemory<byte> payload)
    {
        byte[] bytes = payload.ToArray();
        bytes[0] = 0xF;
        return bytes;
    }

    // Nothing is dropped: the transport does not lose frames. What is spoilt may by chance be right, or be taken for right.
    private static RunCluster.Frame Spoil(Random chance, RunCluster.Frame frame)
    {
        byte[] bytes = frame.Payload.ToArray();
        switch (chance.Next(6))
        {
            case 0:
                return frame with { Payload = bytes.AsMemory(0, chance.Next(bytes.Length + 1)) };
            case 1:
                return frame with { Payload = (byte[])[.. bytes, .. new byte[1 + chance.Next(40)]] };
            case 2:
                return frame with { Payload = new byte[RunBounds.ChunkBytes + 1] };
            case 3:
                return frame with { Header = frame.Header with { Step = (ushort)chance.Next(8) } };
            case 4:
                return frame with { Header = Parts(chance, frame.Header) };
            default:
                for (int i = 0; i < bytes.Length; i += 1 + chance.Next(bytes.Length))
                {
                    bytes[i] = (byte)chance.Next(256);
                }

                return frame with { Payload = bytes };
        }
    }

    private static FrameHeader Parts(Random chance, FrameHeader header) =>
        chance.Next(2) == 0 ? header with { Chunk = (uint)chance.Next(3) } : header with { First = (ulong)chance.NextInt64(long.MinValue, long.MaxValue) };
}
