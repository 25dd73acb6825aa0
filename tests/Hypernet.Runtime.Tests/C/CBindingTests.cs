using System.Text;
using Hypernet.Consensus;
using Hypernet.Runtime.Launching;
using Xunit;

namespace Hypernet.Runtime.C;

public sealed class CBindingTests
{
    private const int Stopped = 5;
    private const int ProtocolError = 6;
    private static readonly int[] StatusOfCode = [20, 16, 17, 18, 21, 19, 22];

    [Theory]
    [InlineData("cc -std=c11 -O2 -Wall -Wextra -Werror -pedantic -fsyntax-only", "hypernet.c")]
    [InlineData("clang -std=c11 -O2 -Wall -Wextra -Werror -pedantic -fsyntax-only", "hypernet.c")]
    [InlineData("c++ -std=c++11 -Wall -Wextra -Werror -pedantic -fsyntax-only -xc++", "hypernet.h")]
    public async Task Source_has_no_warning_for_any_compiler_that_is_there(string compiler, string file)
    {
        string[] words = compiler.Split(' ');
        var run = await CProgram.RunAsync("/bin/sh", ["-c", $"command -v {words[0]} >/dev/null || exit 0; {compiler} '{Path.Combine(Bindings.CFolder, file)}'"]);

        Assert.Equal((0, "", ""), run);
    }

    [Fact]
    public async Task Frames_are_written_and_read_as_the_golden_bytes()
    {
        var vectors = Vector.Load("frames.json");

        var run = await CProgram.RunAsync(await CProgram.HoldingSourceAsync("frames.c"), [], string.Concat(vectors.Select(vector => AskOf(vector) + "\n")));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(vectors.Select(vector => $"{vector.Name}: {AnswerOf(vector)}"), run.Output.TrimEnd('\n').Split('\n').Zip(vectors, (line, vector) => $"{vector.Name}: {line}"));
    }

    [Fact]
    public async Task Arrays_are_unpacked_from_the_golden_bytes_and_packed_to_them()
    {
        string[] golden = [.. Vector.Load("arrays.json").Select(vector => vector.Hex)];
        string[] malformed = [.. Vector.Load("malformed-arrays.json").Select(vector => vector.Hex)];

        var run = await CProgram.RunAsync(await CProgram.InTestsAsync("arrays.c"), [], string.Concat(golden.Concat(malformed).Select(hex => hex + "\n")));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(
            [
                .. golden,
                .. malformed.Select(_ => "malformed"),
                Hex("HNARRAYS") + "02000000" + "0100780a00" + "0000c07f" + "0100790b01" + "0200000000000000" + "000000000000f87f" + "0000000000000080",
                Hex("HNARRAYS") + "01000000" + "0100780604" + "ffffff7f00000000" + "ffffff7f00000000" + "0000000000000000" + "ffffff7f00000000",
                .. Enumerable.Repeat("refused", 7),
            ],
            run.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Packed_arrays_that_went_wrong_anywhere_crash_nothing()
    {
        const int Changes = 2000;
        byte[][] golden = [.. Vector.Load("arrays.json").Select(vector => vector.Bytes)];
        var chance = new Random(20261122);
        var lines = Enumerable.Range(0, Changes).Select(i =>
        {
            byte[] bytes = [.. golden[i % golden.Length]];
            bytes[chance.Next(8, bytes.Length)] = (byte)chance.Next(256);
            return Convert.ToHexStringLower(bytes) + "\n";
        });

        var run = await CProgram.RunAsync(await CProgram.InTestsAsync("arrays.c"), [], string.Concat(lines));

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.InRange(run.Output.Split('\n').Count(line => line == "malformed"), 1, Changes - 1);
    }

    [Fact]
    public async Task Long_line_is_cut_at_a_whole_character()
    {
        string line = Hex("x" + string.Concat(Enumerable.Repeat("ü", 2047)));
        var run = await CProgram.RunAsync(await CProgram.HoldingSourceAsync("frames.c"), [], $"log {line}c3bc\nlog 61ffc328ed\n");

        string[] written = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(line, written[0][24..]);
        Assert.Equal(Hex("a??(?"), written[1][24..]);
    }

    [Fact]
    public async Task Places_of_shared_memory_never_overlap_and_memory_that_could_fault_is_not_used()
    {
        var run = await CProgram.RunAsync(await CProgram.HoldingSourceAsync("arena.c"), []);

        Assert.Equal((0, "right\n", ""), run);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Collectives_give_what_they_say(int ranks)
    {
        await using var run = await LaunchedRun.StartAsync(ranks, [await CProgram.InTestsAsync("collectives.c")]);

        var end = await run.EndAsync();

        Assert.Equal(Enumerable.Range(0, ranks).Select(rank => $"[{rank}] right"), run.Output.Order());
        Assert.Equal(0, end.ExitCode);
        Assert.Equal(Enumerable.Range(0, ranks).SelectMany(rank => new[] { $"[{rank}] one", $"[{rank}] two ?" }), run.Error.Order());
    }

    [Fact]
    public async Task Program_knows_its_place_and_reaches_its_checkpoints()
    {
        using var server = new ServerFixture(Fifth);

        Assert.Equal("5 1 1 3 9 3 0 6\n", await CountAsync(server));

        Assert.Equal(new SessionEnd.Finished(), await server.End);
        Assert.Equal(
            [(1, "total 2"), (2, "total 4"), (3, "total 6")],
            server.Host.Checkpoints.Select(checkpoint => (checkpoint.Number, Encoding.UTF8.GetString(checkpoint.Result))));
        Assert.Equal([(1ul, 3ul, null), (2ul, 3ul, 0.5), (3ul, 3ul, 0.25)], server.Host.Reports);
    }

    [Fact]
    public async Task Resumed_program_ends_as_if_it_had_never_stopped()
    {
        using var server = new ServerFixture(Fifth with { Resume = 2 }, new RecordingHost { Restorable = [4, 0, 0, 0, 0, 0, 0, 0] });

        Assert.Equal("5 1 1 3 9 3 2 6\n", await CountAsync(server));
        Assert.Equal("total 6"u8.ToArray(), server.Host.Checkpoints.Single().Result);
    }

    [Fact]
    public async Task Program_that_forgets_to_restore_or_finishes_early_is_told()
    {
        using var server = new ServerFixture(Fifth with { Resume = 1 });

        Assert.Equal(
            "this run resumes at checkpoint 1: call hn_restore() first and go on from its state, or from hn_reached()\nonly 1 of 3 checkpoints are reached\n",
            await CountAsync(server, "forgetful"));
    }

    [Fact]
    public async Task Program_of_a_job_is_not_told_whether_a_call_has_ended()
    {
        var group = new ScriptedGroup
        {
            Rank = Fifth.Rank,
            Size = Fifth.Size,
            Answer = (_, _) => ValueTask.FromResult(new OperationResult { Value = default, Contributors = SlotSet.All(Fifth.Size) }),
        };
        using var server = new ServerFixture(Fifth, group: group);

        Assert.Equal(
            "hn_test() of a barrier: in a job it differs between replicas, whose results must be equal; use hn_wait()\nnot told\n",
            await CountAsync(server, "impatient"));
    }

    [Fact]
    public async Task Program_has_a_time_and_a_seed_of_each_interval()
    {
        using var server = new ServerFixture(Fifth);

        string told = await CountAsync(server, "drawing");

        Assert.Equal(RecordingHost.Intervals.Take(4), told.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Program_without_state_that_asks_for_nothing_but_the_number_goes_on_from_there(int resume)
    {
        using var server = new ServerFixture(Fifth with { Resume = resume }, new RecordingHost { Restorable = [1] });

        await CountAsync(server, "stateless");

        Assert.Equal(new SessionEnd.Finished(), await server.End);
        Assert.Equal(
            Enumerable.Range(resume + 1, 3 - resume).Select(number => (number, $"number {number}")),
            server.Host.Checkpoints.Select(checkpoint => (checkpoint.Number, Encoding.UTF8.GetString(checkpoint.Result))));
    }

    [Fact]
    public async Task Stopped_program_is_told_as_often_as_it_asks()
    {
        using var server = new ServerFixture(Fifth, new RecordingHost { Answer = (_, _) => Task.FromResult(CheckpointAnswer.Stop("the job was aborted")) });

        Assert.Equal("stopped: the job was aborted\nstopped: the job was aborted\n", await CountAsync(server, "stopped"));
    }

    [Fact]
    public async Task Program_without_a_runtime_is_told()
    {
        var run = await CProgram.RunAsync(await CProgram.InTestsAsync("script.c"), []);

        Assert.StartsWith("connect: no runtime, no runtime listens on /nonexistent/dac.sock (No such file or directory): start", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    private static RankIdentity Fifth => new() { Rank = 5, Group = 1, Partition = 1, Partitions = 3, Size = 9, Checkpoints = 3 };

    private static async Task<string> CountAsync(ServerFixture server, params string[] arguments)
    {
        var run = await CProgram.RunAsync(await CProgram.InTestsAsync("count.c"), arguments, socket: server.SocketPath);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run.Output;
    }

    /// <summary>What frames.c is asked of a vector.</summary>
    private static string AskOf(Vector vector) => vector.Frame switch
    {
        "hello" => $"hello {vector.Number("features")}",
        "restore" => $"restore {vector.Request}",
        "checkpoint" => $"checkpoint {vector.Request} {vector.Number("number")} {Word(vector.Text("result"))} {Word(vector.Text("state"))}",
        "progress" => $"progress {vector.Fields.GetProperty("done")} {vector.Fields.GetProperty("total")} {BitConverter.DoubleToUInt64Bits(vector.Has("residual") ? vector.Fields.GetProperty("residual").GetDouble() : -1)}",
        "log" => $"log {Word(Hex(vector.Text("text")))}",
        "finish" => "finish",
        "call" => $"call {vector.Request} {Numbers(vector, "operation", "type", "operator", "exactness", "onLoss", "digits", "root", "count", "parameter")}"
            + $" {LengthOf(vector)} {PlaceOf(vector, "source")} {PlaceOf(vector, "target")} {Word(Hex(vector.Text("name")))} {Word(vector.Has("source") ? "" : vector.Text("contribution"))}",
        _ => $"read {vector.Hex}",
    };

    /// <summary>What frames.c is to answer.</summary>
    private static string AnswerOf(Vector vector) => vector.Frame switch
    {
        "welcome" => string.Join(' ', new[] { "features", "rank", "group", "partition", "partitions", "size", "checkpoints", "resume", "arena" }.Select(vector.Number)) + (vector.Has("time") ? $" {vector.Fields.GetProperty("time")} {vector.Text("seed")}" : ""),
        "restored" => $"{vector.Number("number")} {Word(vector.Text("state"))}",
        "settled" => $"{vector.Number("number")} {(vector.Has("time") ? $"{Convert.ToHexStringLower(BitConverter.GetBytes(vector.Fields.GetProperty("time").GetInt64()))}{vector.Text("seed")}" : "-")}",
        "end" => $"{(vector.Number("reason") == 1 ? Stopped : ProtocolError)} {vector.Text("text")}",
        "result" => $"{Convert.ToHexStringLower(BitConverter.GetBytes(vector.Fields.GetProperty("errorBound").GetDouble()))}"
            + $" {(vector.Has("length") ? vector.Number("length") : vector.Blob("value").Length)} {(vector.Has("length") ? 1 : 0)}"
            + $" {Numbers(vector, "size", "rounds", "views", "sent")} {Word(vector.Has("length") ? "" : vector.Text("value"))}{Ranks(vector, "contributors")}",
        "refused" => $"{StatusOfCode[vector.Number("code")]} {vector.Text("text")}{Ranks(vector, "ranks")}",
        _ => vector.Hex,
    };

    private static string Numbers(Vector vector, params string[] fields) => string.Join(' ', fields.Select(field => vector.Fields.GetProperty(field).GetRawText()));

    private static string Ranks(Vector vector, string field) => string.Concat(vector.Fields.GetProperty(field).EnumerateArray().Select(rank => $" {rank}"));

    private static string PlaceOf(Vector vector, string field) => vector.Has(field)
        ? $"{vector.Fields.GetProperty(field).GetProperty("offset")} {vector.Fields.GetProperty(field).GetProperty("length")}"
        : "0 0";

    private static string LengthOf(Vector vector) => vector.Has("source")
        ? vector.Fields.GetProperty("source").GetProperty("length").GetRawText()
        : $"{vector.Blob("contribution").Length}";

    private static string Word(string hex) => hex.Length == 0 ? "-" : hex;

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
}
