using Xunit;

namespace Hypernet.Consensus.Runs;

/// <summary>The bytes of docs/spec/collectives.md: what the runs send, and what they make of it.</summary>
public sealed class GoldenFrameTests
{
    public static TheoryData<RunVector> Vectors => [.. RunVector.All];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Members_send_these_bytes_and_understand_them(RunVector vector)
    {
        var sent = new List<string>();
        var plays = vector.Plays.GroupBy(play => play.Slot).ToDictionary(
            plays => plays.Key,
            plays => plays.Select(play => KeyValuePair.Create(play.Origin, (ReadOnlyMemory<byte>)Convert.FromHexString(play.Gives))).ToList());
        var call = new OperationCall { Descriptor = vector.Descriptor, Merge = Join, OutNeighbors = vector.OutNeighbors };
        var cluster = new RunCluster(1, vector.Size, call, plays, Enum.Parse<ScheduleKind>(vector.Schedule))
        {
            Tamper = frame =>
            {
                sent.Add(new RunVector.Frame(frame.From, frame.To, frame.Header.Step, frame.Header.Chunk, frame.Header.First, Convert.ToHexString(frame.Payload.Span)).ToString());
                return frame;
            },
        }.Play();

        Assert.Equal(vector.Frames.Select(frame => frame.ToString()).Order(), sent.Order());
        Assert.Equal(
            vector.Results,
            cluster.Outputs.Select(output => new RunVector.Ending(
                output.Key, output.Value.Result is { } result ? Convert.ToHexString(result.Value.Span) : null, output.Value.Fault?.GetType().Name)));
        Assert.All(cluster.Outputs.Values, output => Assert.Empty(output.Violations));
        Assert.All(
            cluster.Outputs.Values.Where(output => output.Result is not null && vector.Contributors is not null),
            output => Assert.Equal(vector.Contributors!, output.Result!.Contributors));
    }

    [Fact]
    public void Every_schedule_and_every_kind_has_its_bytes()
    {
        Assert.Equal(Enum.GetNames<ScheduleKind>().Order(), RunVector.All.Select(vector => vector.Schedule).Distinct().Order());
        Assert.Equal(Enum.GetValues<OperationKind>(), RunVector.All.Select(vector => vector.Descriptor.Kind).Distinct().Order());
    }

    private static ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> low, ReadOnlyMemory<byte> high) => low.Length + high.Length <= 4
        ? (byte[])[.. low.Span, .. high.Span]
        : throw new InvalidOperationException("These are more than 4 bytes.");
}
