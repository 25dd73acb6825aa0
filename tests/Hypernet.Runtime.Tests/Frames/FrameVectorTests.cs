using Hypernet.Consensus;
using Xunit;

namespace Hypernet.Runtime.Frames;

public sealed class FrameVectorTests
{
    public static TheoryData<string> FromPrograms() => Named("hello", "restore", "checkpoint", "progress", "log", "finish", "call");

    public static TheoryData<string> FromRuntimes() => Named("welcome", "restored", "settled", "end", "result", "refused");

    [Fact]
    public void Every_kind_of_frame_has_a_vector()
    {
        Assert.Equal(
            Enum.GetNames<FrameKind>().Order(),
            Vector.Load("frames.json").Select(vector => vector.Frame[..1].ToUpperInvariant() + vector.Frame[1..]).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(FromPrograms))]
    public void Frame_of_a_program_is_read_from_the_golden_bytes(string name)
    {
        var vector = Find(name);
        var header = FrameHeader.Read(vector.Bytes, Features.Collectives);
        ReadOnlyMemory<byte> payload = vector.Bytes.AsMemory(FrameHeader.Bytes);

        Assert.Equal(payload.Length, header.Length);
        Assert.Equal(vector.Frame, header.Kind.ToString(), ignoreCase: true);
        switch (header.Kind)
        {
            case FrameKind.Hello:
                Assert.Equal((ulong)vector.Number("features"), HelloFrame.Read(payload.Span).Features);
                break;
            case FrameKind.Checkpoint:
                var checkpoint = CheckpointFrame.Read(payload);
                Assert.Equal(vector.Request, header.Request);
                Assert.Equal((uint)vector.Number("number"), checkpoint.Number);
                Assert.Equal(vector.Blob("result"), checkpoint.Result.ToArray());
                Assert.Equal(vector.Blob("state"), checkpoint.State.ToArray());
                break;
            case FrameKind.Call:
                Assert.Equal(vector.Request, header.Request);
                AssertCall(vector, CallFrame.Read(payload, arenaBytes: 1 << 30));
                break;
            case FrameKind.Progress:
                var progress = ProgressFrame.Read(payload.Span);
                Assert.Equal(vector.Fields.GetProperty("done").GetUInt64(), progress.Done);
                Assert.Equal(vector.Fields.GetProperty("total").GetUInt64(), progress.Total);
                Assert.Equal(vector.Has("residual") ? vector.Fields.GetProperty("residual").GetDouble() : null, progress.Residual);
                break;
            case FrameKind.Log:
                Assert.Equal(vector.Text("text"), LogFrame.Read(payload.Span));
                break;
            default:
                Assert.True(payload.IsEmpty);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(FromRuntimes))]
    public void Frame_of_a_runtime_is_written_as_the_golden_bytes(string name)
    {
        var vector = Find(name);
        byte[] written = vector.Frame switch
        {
            "welcome" => WelcomeFrame.Write(
                new RankIdentity
                {
                    Rank = vector.Number("rank"),
                    Group = vector.Number("group"),
                    Partition = vector.Number("partition"),
                    Partitions = vector.Number("partitions"),
                    Size = vector.Number("size"),
                    Checkpoints = vector.Number("checkpoints"),
                    Resume = vector.Number("resume"),
                },
                (Features)vector.Number("features"),
                vector.Has("arena") ? vector.Number("arena") : 0,
                IntervalOf(vector)),
            "result" => ResultOf(vector),
            "refused" => RefusedFrame.Write(
                vector.Request, (RefusedFrame.Code)vector.Number("code"), vector.Text("text"), RanksOf(vector, "ranks")),
            "restored" => RestoredFrame.Write(vector.Request, vector.Number("number"), vector.Blob("state")),
            "settled" => SettledFrame.Write(vector.Request, vector.Number("number"), IntervalOf(vector)),
            _ => EndFrame.Write((EndFrame.Reason)vector.Number("reason"), vector.Text("text")),
        };

        Assert.Equal(vector.Hex, Convert.ToHexStringLower(written));
    }

    [Fact]
    public void Control_characters_of_a_line_are_replaced()
    {
        Assert.Equal("a\uFFFD[2Jb\uFFFDc\uFFFD", LogFrame.Read("a\u001b[2Jb\nc\u0085"u8));
    }

    [Fact]
    public void Long_reason_is_cut_at_a_whole_character()
    {
        byte[] frame = EndFrame.Write(EndFrame.Reason.Stopped, "x" + new string('ü', 1000));

        Assert.Equal("x" + new string('ü', 499), System.Text.Encoding.UTF8.GetString(frame.AsSpan(FrameHeader.Bytes + 2)));
    }

    [Fact]
    public void Faults_of_the_library_have_codes()
    {
        Assert.Equal(1, CodeOf(new ProgramMismatchException("")));
        Assert.Equal(2, CodeOf(new RankLostException("", SlotSet.None(3))));
        Assert.Equal(3, CodeOf(new InvalidCallException("")));
        Assert.Equal(4, CodeOf(new LeftBehindException("")));
        Assert.Equal(4, CodeOf(new GroupClosedException("")));
        Assert.Equal(5, CodeOf(new SingularSystemException("")));
        Assert.Equal(6, CodeOf(new DivergenceException("")));

        static int CodeOf(ConsensusException fault) => RefusedFrame.Write(request: 1, fault)[FrameHeader.Bytes];
    }

    private static void AssertCall(Vector vector, CallFrame call)
    {
        var expected = new Descriptor
        {
            Kind = (OperationKind)vector.Number("operation"),
            Type = (ElementType)vector.Number("type"),
            Operator = (ReduceOperator)vector.Number("operator"),
            Exactness = (Exactness)vector.Number("exactness"),
            OnLoss = (OnLoss)vector.Number("onLoss"),
            Digits = (byte)vector.Number("digits"),
            Root = vector.Number("root"),
            Count = vector.Number("count"),
            Parameter = vector.Fields.GetProperty("parameter").GetUInt64(),
        };
        Assert.Equal(expected, call.Descriptor);
        Assert.Equal(vector.Text("name"), call.Name);
        Assert.Equal(PlaceOf(vector, "source"), call.Source);
        Assert.Equal(PlaceOf(vector, "target"), call.Target);
        Assert.Equal(vector.Has("source") ? "" : vector.Text("contribution"), Convert.ToHexStringLower(call.Inline.Span));
    }

    // All golden seeds are the fourth of partition 2.
    private static Interval? IntervalOf(Vector vector)
    {
        if (!vector.Has("time"))
        {
            return null;
        }

        var interval = Interval.Draw(DateTimeOffset.FromUnixTimeSeconds(vector.Fields.GetProperty("time").GetInt64()), "a job"u8, partition: 2, checkpoint: 4);
        Assert.Equal(vector.Blob("seed"), interval.Seed.ToArray());
        return interval;
    }

    private static byte[] ResultOf(Vector vector)
    {
        bool isInArena = vector.Has("length");
        var result = new OperationResult
        {
            Value = isInArena ? new byte[vector.Number("length")] : vector.Blob("value"),
            Contributors = RanksOf(vector, "contributors")!,
            ErrorBound = vector.Fields.GetProperty("errorBound").GetDouble(),
            Diagnostics = new OperationDiagnostics(vector.Number("rounds"), vector.Fields.GetProperty("sent").GetInt64(), vector.Number("views")),
        };
        byte[] head = ResultFrame.Write(vector.Request, result, isInArena);
        return isInArena ? head : [.. head, .. result.Value.Span];
    }

    private static SlotSet? RanksOf(Vector vector, string field) => vector.Number("size") == 0
        ? null
        : SlotSet.Of(vector.Number("size"), vector.Fields.GetProperty(field).EnumerateArray().Select(rank => rank.GetInt32()));

    private static Place? PlaceOf(Vector vector, string field) => vector.Has(field)
        ? new Place(vector.Fields.GetProperty(field).GetProperty("offset").GetInt64(), vector.Fields.GetProperty(field).GetProperty("length").GetInt32())
        : null;

    private static Vector Find(string name) => Vector.Load("frames.json").Single(vector => vector.Name == name);

    private static TheoryData<string> Named(params string[] frames) =>
        new(Vector.Load("frames.json").Where(vector => frames.Contains(vector.Frame)).Select(vector => vector.Name));
}
