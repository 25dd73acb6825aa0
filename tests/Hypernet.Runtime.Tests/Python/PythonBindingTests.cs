using System.Text;
using Hypernet.Consensus;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime.Python;

public sealed class PythonBindingTests
{
    private static readonly RankIdentity Fifth = new()
    {
        Rank = 5,
        Group = 1,
        Partition = 1,
        Partitions = 3,
        Size = 9,
        Checkpoints = 3,
    };

    [Fact]
    public async Task Own_tests_of_the_package_pass()
    {
        string folder = Path.Combine(Repository.Root, "tests", "bindings", "python");

        var run = await PythonProgram.RunAsync(server: null, input: null, "-m", "unittest", "discover", "--start-directory", folder);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Matches("Ran [1-9][0-9]* tests", run.Errors);
    }

    [Fact]
    public async Task Program_knows_its_place_and_reaches_its_checkpoints()
    {
        using var server = new ServerFixture(Fifth);

        string told = await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("count.py"));

        Assert.Equal("[5, 1, 1, 3, 9, 3, 0, 6]", told);
        Assert.Equal(new SessionEnd.Finished(), await server.End);
        Assert.Equal(
            [(1, "total 2"), (2, "total 4"), (3, "total 6")],
            server.Host.Checkpoints.Select(checkpoint => (checkpoint.Number, Encoding.UTF8.GetString(checkpoint.Result))));
        Assert.Equal(["checkpoint 1", "total 2", "checkpoint 2", "total 4", "checkpoint 3", "total 6"], server.Host.Lines);
        Assert.Equal([(1ul, 3ul, null), (2ul, 3ul, 0.5), (3ul, 3ul, 0.25)], server.Host.Reports);
    }

    [Fact]
    public async Task Resumed_program_ends_as_if_it_had_never_stopped()
    {
        using var server = new ServerFixture(
            Fifth with { Resume = 2 }, new RecordingHost { Restorable = [4, 0, 0, 0, 0, 0, 0, 0] });

        string told = await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("count.py"));

        Assert.Equal("[5, 1, 1, 3, 9, 3, 2, 6]", told);
        Assert.Equal("total 6"u8.ToArray(), server.Host.Checkpoints.Single().Result);
    }

    [Fact]
    public async Task Reports_are_thinned_and_lines_are_not()
    {
        using var server = new ServerFixture(options: new RankServerOptions { OneWayFramesPerSecond = 1000 });

        await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("flood.py"));

        Assert.Equal(new SessionEnd.Finished(), await server.End);
        Assert.InRange(server.Host.Reports.Count, 1, 100);
        Assert.Equal((100_000ul, 100_000ul, null), server.Host.Reports.Last());
        Assert.Equal(Enumerable.Range(0, 300).Select(line => $"line {line} \uFFFD[2J"), server.Host.Lines);
    }

    [Theory]
    [InlineData("finish_early", "HypernetError: only 0 of 3 checkpoints are reached")]
    [InlineData("go_on_after_the_last", "HypernetError: all 3 checkpoints of the job are reached")]
    [InlineData("hand_in_too_much", "HypernetError: the result has 67108865 bytes, at most 67108864 are allowed")]
    [InlineData("hand_in_text", "TypeError: memoryview: a bytes-like object is required, not 'str'")]
    [InlineData("report_more_than_all", "HypernetError: progress of 3 of 2: needs 0 <= done <= total and total >= 1")]
    [InlineData("report_no_residual", "HypernetError: a residual of nan: needs a finite number from 0")]
    public async Task Misuse_is_explained_before_anything_is_sent(string misuse, string error)
    {
        using var server = new ServerFixture(Fifth);

        Assert.Equal(error, await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("misuse.py"), misuse));

        Assert.IsType<SessionEnd.Left>(await server.End);
    }

    [Fact]
    public async Task Program_that_forgets_to_restore_is_told()
    {
        using var server = new ServerFixture(Fifth with { Resume = 1 });

        Assert.Equal(
            "HypernetError: this run resumes at checkpoint 1: call restore() first and go on from its state, or from reached",
            await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("misuse.py"), "forget_restore"));
    }

    [Fact]
    public async Task Program_has_a_time_and_a_seed_of_each_interval()
    {
        using var server = new ServerFixture(Fifth);

        string told = await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("draw.py"));

        Assert.Equal(RecordingHost.Intervals.Take(4), told.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Program_without_state_that_asks_for_nothing_but_the_number_goes_on_from_there(int resume)
    {
        using var server = new ServerFixture(Fifth with { Resume = resume }, new RecordingHost { Restorable = [1] });

        await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("stateless.py"));

        Assert.Equal(new SessionEnd.Finished(), await server.End);
        Assert.Equal(
            Enumerable.Range(resume + 1, 3 - resume).Select(number => (number, $"number {number}")),
            server.Host.Checkpoints.Select(checkpoint => (checkpoint.Number, Encoding.UTF8.GetString(checkpoint.Result))));
    }

    [Fact]
    public async Task Second_connection_of_a_program_is_told()
    {
        using var server = new ServerFixture(Fifth);

        Assert.StartsWith(
            "NoRuntime: no runtime listens on",
            await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("misuse.py"), "connect_twice"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_without_a_runtime_is_told()
    {
        Assert.Equal(
            "NoRuntime: no runtime listens on /nonexistent/dac.sock (No such file or directory): "
            + "start this program with `hypernet run -n 4 -- python3 PROGRAM`, or have an agent start it; HYPERNET_SOCKET names another socket",
            await PythonProgram.OutputAsync(server: null, input: null, PythonProgram.InTests("misuse.py"), "checkpoint"));
    }

    [Fact]
    public async Task Program_without_other_ranks_is_told()
    {
        using var server = new ServerFixture(Fifth);

        Assert.Equal(
            "NoCollectives: this runtime offers no collectives, so no sum: start the program with `hypernet run -n 4 -- python3 PROGRAM`",
            await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("misuse.py"), "compute_alone"));
    }

    [Theory]
    [InlineData("ask_whether_done", "test()")]
    [InlineData("wait_for_a_while", "wait(timeout)")]
    public async Task Program_of_a_job_is_not_told_what_differs_between_replicas(string use, string what)
    {
        var group = new ScriptedGroup
        {
            Rank = Fifth.Rank,
            Size = Fifth.Size,
            Answer = (_, _) => ValueTask.FromResult(new OperationResult { Value = default, Contributors = SlotSet.All(Fifth.Size) }),
        };
        using var server = new ServerFixture(Fifth, group: group);

        Assert.Equal(
            $"HypernetError: {what} of barrier: in a job it differs between replicas, whose results must be equal; use wait()",
            await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("misuse.py"), use));
    }

    [Fact]
    public async Task Program_that_is_stopped_while_it_waits_for_others_is_told()
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var group = new ScriptedGroup
        {
            Rank = Fifth.Rank,
            Size = Fifth.Size,
            Answer = async (_, stopped) =>
            {
                stop.SetResult();
                await Task.Delay(Timeout.Infinite, stopped);
                throw new InvalidOperationException("It was to wait for ever.");
            },
        };
        using var server = new ServerFixture(Fifth, group: group);
        var stopping = stop.Task.ContinueWith(_ => server.StopAsync(), TaskScheduler.Default).Unwrap();

        string told = await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("misuse.py"), "wait_for_others");

        await stopping;
        Assert.Equal("Stopped: the runtime stops this rank", told);
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("send_after_the_end")]
    public async Task Stopped_program_is_told_as_often_as_it_asks(string use)
    {
        using var server = new ServerFixture(Fifth, new RecordingHost
        {
            Answer = (_, _) => Task.FromResult(CheckpointAnswer.Stop("the job was aborted")),
        });

        Assert.Equal(
            "Stopped: the job was aborted",
            await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("misuse.py"), use));
    }
}
