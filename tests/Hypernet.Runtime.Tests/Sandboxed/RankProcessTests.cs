using System.Globalization;
using Hypernet.Sandbox;
using Xunit;

namespace Hypernet.Runtime.Sandboxed;

/// <summary>Real programs in the real sandbox, with the real socket.</summary>
public sealed class RankProcessTests(UnprivilegedHost host) : IClassFixture<UnprivilegedHost>
{
    private const string Connect = "import hypernet; job = hypernet.connect(); ";

    [Fact]
    public async Task Least_squares_reaches_its_checkpoints_and_a_replacement_resumes_with_the_same_bits()
    {
        string input = Directory.CreateDirectory(host.Of("input")).FullName;
        await File.WriteAllLinesAsync(
            Path.Combine(input, "flights.csv"),
            Enumerable.Range(0, 5000)
                .Select(row => string.Create(CultureInfo.InvariantCulture, $"{(row * 37 % 101) - 20},{row * 7919 % 4900},{row * 0.0047}"))
                .Prepend("delay,distance,time"));
        var fit = new HostedProgram("python3", "fit.py") { Folder = host.Of("least-squares"), InputFolder = input, Ranks = 1 };

        var whole = await host.RunAsync(fit);
        var resumed = await host.RunAsync(fit with { Resume = 2, State = whole.Checkpoints[1].State });

        Assert.Equal(("finished", ""), (whole.End, whole.ErrorTail));
        Assert.Equal([1, 2, 3], whole.Checkpoints.Select(checkpoint => checkpoint.Number));
        Assert.Equal("finished", resumed.End);
        Assert.Equal(3, resumed.Checkpoints.Single().Number);
        Assert.Equal(whole.Checkpoints[2].Result, resumed.Checkpoints[0].Result);
        Assert.False(whole.IsSocketLeft);
    }

    [Theory]
    [InlineData("raise SystemExit(3)", 3)]
    [InlineData("pass", 0)]
    [InlineData("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 137)]
    [InlineData(Connect + "job.restore(); job.checkpoint(b'', b'')", 0)]
    [InlineData(Connect + "raise SystemExit(4)", 4)]
    [InlineData(Connect + "job.close(); raise SystemExit(5)", 5)]
    public async Task Program_that_ends_before_it_has_finished_has_failed_with_its_exit_code(string code, int exitCode)
    {
        var run = await host.RunAsync(Python(code));

        Assert.Equal(new RankEnd.Failed(exitCode).ToString(), run.End);
    }

    [Fact]
    public async Task Command_that_is_not_there_has_failed()
    {
        Assert.Equal(new RankEnd.Failed(127).ToString(), (await host.RunAsync(new HostedProgram("no-such-command"))).End);
    }

    [Fact]
    public async Task Program_that_breaks_a_rule_is_killed()
    {
        var run = await host.RunAsync(Python(
            "import socket, time; s = socket.socket(socket.AF_UNIX); s.connect('/run/hypernet/dac.sock'); s.sendall(b'GET / HTTP/1.1\\r\\n'); time.sleep(60)"));

        Assert.StartsWith("broke a rule (UnknownKind)", run.End, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_that_is_refused_at_a_checkpoint_is_told_before_it_ends()
    {
        var run = await host.RunAsync(Python(Connect + "job.checkpoint(b'', b'')") with { Refusal = "the job was aborted" });

        Assert.Equal(new RankEnd.Stopped("the job was aborted").ToString(), run.End);
        Assert.Contains("Stopped: the job was aborted", run.ErrorTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_program_that_does_not_leave_is_killed()
    {
        var run = await host.RunAsync(Python(Connect + "job.log('busy')\nwhile True: pass") with { IsStoppedByLog = true });

        Assert.Equal(new RankEnd.Stopped("the runtime stops this rank").ToString(), run.End);
    }

    [Fact]
    public async Task Program_that_lingers_after_its_finish_has_finished()
    {
        var run = await host.RunAsync(Python(
            Connect + "[job.checkpoint(b'', b'') for _ in range(3)]; job.finish(); import time; time.sleep(60)"));

        Assert.Equal("finished", run.End);
        Assert.Equal(3, run.Checkpoints.Length);
    }

    [Fact]
    public async Task Program_that_hangs_runs_out_of_time()
    {
        var run = await host.RunAsync(Python(Connect + "import time; time.sleep(60)") with { WallSeconds = 1 });

        Assert.Equal(new RankEnd.OutOfTime(TimeSpan.FromSeconds(1)).ToString(), run.End);
    }

    [Fact]
    public async Task Program_starts_in_its_folder_which_it_cannot_change()
    {
        var run = await host.RunAsync(Python("import os; print(os.getcwd(), os.access('.', os.W_OK), os.path.exists('/input'))"));

        Assert.Equal("/prog False False", run.OutputTail.Trim());
    }

    [Fact]
    public void What_the_machine_did_is_no_fault_of_the_program()
    {
        var left = new SessionEnd.Left(1);

        Assert.Equal(new RankEnd.OutOfMemory(64), RankProcess.EndOf(left, new SandboxExit.OutOfMemory(64)));
        Assert.Equal(new RankEnd.OutputFlood(9), RankProcess.EndOf(left, new SandboxExit.OutputFlood(9)));
        Assert.Equal(new RankEnd.NotRun("no mount"), RankProcess.EndOf(left, new SandboxExit.SandboxFailed("no mount")));
        Assert.IsType<RankEnd.Stopped>(RankProcess.EndOf(left, new SandboxExit.Killed()));
        Assert.Equal(new RankEnd.Failed(127), RankProcess.EndOf(left, new SandboxExit.CommandFailed("none")));
        Assert.Equal(new RankEnd.Finished(), RankProcess.EndOf(new SessionEnd.Finished(), new SandboxExit.Exited(1)));
    }

    private static HostedProgram Python(string code) => new("python3", "-c", code);
}
