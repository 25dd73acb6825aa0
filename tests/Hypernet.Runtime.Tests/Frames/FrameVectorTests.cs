using Xunit;

namespace Hypernet.Runtime.Frames;

public sealed class FrameVectorTests
{
    public static TheoryData<string> FromPrograms() => Named("hello", "restore", "checkpoint", "progress", "log", "finish");

    public static TheoryData<string> FromRuntimes() => Named("welcome", "restored", "settled", "end");

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
        var header = FrameHeader.Read(vector.Bytes);
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
            case FrameKind.Progress:
                var progress = ProgressFrame.Read(payload.Span);
                Assert.Equal(vector.Fields.GetProperty("done").GetUInt64(), progress.Done);
                Assert.Equal(vector.Fields.GetProperty("total").GetUInt64(), progress.Total);
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
            "welcome" => WelcomeFrame.Write(new RankIdentity
            {
                Rank = vector.Number("rank"),
                Group = vector.Number("group"),
                Partition = vector.Number("partition"),
                Partitions = vector.Number("partitions"),
                Size = vector.Number("size"),
                Checkpoints = vector.Number("checkpoints"),
                Resume = vector.Number("resume"),
            }),
            "restored" => RestoredFrame.Write(vector.Request, vector.Number("number"), vector.Blob("state")),
            "settled" => SettledFrame.Write(vector.Request, vector.Number("number")),
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

    private static Vector Find(string name) => Vector.Load("frames.json").Single(vector => vector.Name == name);

    private static TheoryData<string> Named(params string[] frames) =>
        new(Vector.Load("frames.json").Where(vector => frames.Contains(vector.Frame)).Select(vector => vector.Name));
}
