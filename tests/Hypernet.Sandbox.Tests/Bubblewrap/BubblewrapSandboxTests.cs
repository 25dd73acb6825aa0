using System.Net.Sockets;
using Hypernet.Sandbox.Launcher;
using Xunit;

namespace Hypernet.Sandbox;

[Collection(SandboxCollection.Name)]
public sealed class BubblewrapSandboxTests(LauncherProcess launcher)
{
    private static readonly SandboxLimits Limits = new() { WallTime = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task Program_ends_with_its_code_and_its_output()
    {
        var answer = await launcher.RunAsync("sh", "-c", "echo out; echo err >&2; exit 7");

        Assert.Equal(new SandboxExit.Exited(7).ToString(), answer.Exit);
        Assert.Equal("out\n", answer.Output);
        Assert.Equal("err\n", answer.Error);
    }

    [Theory]
    [InlineData("exit 255", "exited with code 255")]
    [InlineData("kill -TERM $$", "ended by signal 15")]
    [InlineData("kill -KILL $$", "ended by signal 9")]
    public async Task Ending_tells_codes_from_signals(string script, string exit)
    {
        var answer = await launcher.RunAsync("sh", "-c", script);

        Assert.Equal(exit, answer.Exit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Command_that_is_not_there_is_the_fault_of_the_program(bool isWeak)
    {
        var answer = await launcher.AskAsync(new Request { Command = ["/prog/nothing"], IsWeak = isWeak });

        Assert.StartsWith("the command cannot be executed", answer.Exit, StringComparison.Ordinal);
        Assert.Contains("/prog/nothing: No such file or directory", answer.Exit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_is_not_there_is_the_fault_of_the_machine()
    {
        var answer = await launcher.AskAsync(new Request { Command = ["true"], ProgramFolder = "/nowhere" });

        Assert.StartsWith("the sandbox failed", answer.Exit, StringComparison.Ordinal);
        Assert.Contains("/nowhere", answer.Exit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_that_speaks_like_bubblewrap_is_not_mistaken_for_it()
    {
        var answer = await launcher.RunAsync("sh", "-c", "echo 'bwrap: execvp x: forged' >&2; echo '{ \"exit-code\": 0 }' >&3; exit 1");

        Assert.Equal(new SandboxExit.Exited(1).ToString(), answer.Exit);
    }

    [Fact]
    public async Task Program_is_killed_with_everything_it_started()
    {
        var answer = await launcher.AskAsync(new Request { Command = ["sh", "-c", "sleep 1000 & sleep 1000"], IsKilled = true });

        Assert.Equal(new SandboxExit.Killed().ToString(), answer.Exit);
    }

    [Fact]
    public async Task Program_sees_folders_socket_and_variables_that_it_is_given()
    {
        using var folder = new PublicFolder();
        folder.Write("prog/a", "program");
        folder.Write("input/b", "input");
        folder.Write("bindings/greeting.py", "text = 'bindings'");
        string path = Path.Combine(folder.Path, "dac.sock");
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        server.Bind(new UnixDomainSocketEndPoint(path));
        server.Listen();
        PublicFolder.Open(path);
        const string Program =
            """
            import greeting, os, socket
            client = socket.socket(socket.AF_UNIX)
            client.connect("/run/hypernet/dac.sock")
            client.sendall(b"hello")
            print(open("/prog/a").read(), open("/input/b").read(), greeting.text, os.environ["RANK"], os.getcwd(), os.uname().nodename)
            """;
        var asked = launcher.AskAsync(new Request
        {
            Command = ["python3", "-c", Program],
            ProgramFolder = Path.Combine(folder.Path, "prog"),
            InputFolder = Path.Combine(folder.Path, "input"),
            BindingsFolder = Path.Combine(folder.Path, "bindings"),
            Socket = path,
            Variables = new Dictionary<string, string> { ["RANK"] = "3" },
        });
        byte[] hello = new byte[5];
        using var timeout = new CancellationTokenSource(Limits.WallTime);
        using (var client = await server.AcceptAsync(timeout.Token))
        {
            await client.ReceiveAsync(hello, timeout.Token);
        }

        var answer = await asked;

        Assert.Equal("program input bindings 3 /scratch job\n", answer.Output + answer.Error);
        Assert.Equal("hello"u8.ToArray(), hello);
    }

    [Fact]
    public async Task Numpy_computes_in_the_pinned_class()
    {
        const string Program =
            """
            import numpy
            from numpy.core._multiarray_umath import __cpu_features__ as features
            print((numpy.eye(100) @ numpy.ones(100)).sum(), [name for name in ("SSE41", "AVX2", "FMA3", "AVX512F") if features[name]])
            """;
        var answer = await launcher.RunAsync("python3", "-c", Program);

        Assert.Equal("100.0 []\n", answer.Output + answer.Error);
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("OPENBLAS_NUM_THREADS")]
    [InlineData("A=B")]
    [InlineData("")]
    public async Task Variable_that_is_pinned_or_no_name_is_refused(string name)
    {
        var answer = await launcher.AskAsync(new Request { Command = ["true"], Variables = new Dictionary<string, string> { [name] = "x" } });

        Assert.Equal(nameof(ArgumentException), answer.Exit);
    }

    [Fact]
    public async Task Command_that_is_too_long_is_refused()
    {
        var answer = await launcher.RunAsync("true", new string('x', 70_000));

        Assert.Equal(nameof(ArgumentException), answer.Exit);
        Assert.Contains("of at most 65536", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Argument_that_looks_like_an_option_of_bubblewrap_stays_an_argument()
    {
        var answer = await launcher.RunAsync("echo", "--bind", "/", "/mnt", "--");

        Assert.Equal("--bind / /mnt --\n", answer.Output);
    }

    [Fact]
    public async Task Processor_time_is_held_to_its_share()
    {
        const string Program =
            """
            import os, time
            if os.fork(): os.fork()
            end = time.monotonic() + 2
            while time.monotonic() < end: pass
            print(os.times().user + os.times().system)
            """;
        var answer = await launcher.AskAsync(new Request { Command = ["python3", "-c", Program], Limits = Limits with { Cpus = 0.25 } });

        double used = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(line => double.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(used, 0.01, answer.Fence == FenceKind.RlimitsOnly ? 100 : 1.5);
    }

    [Fact]
    public async Task Machine_that_runs_these_tests_has_the_sandbox()
    {
        var answer = await launcher.AskAsync(new Request { IsCheck = true });

        Assert.Equal(new SandboxAvailability(answer.Fence, Obstacle: null).ToString(), answer.Exit);
    }

    [Fact]
    public async Task Fence_is_the_one_that_was_delegated()
    {
        var answer = await launcher.RunAsync("true");

        Assert.Equal(launcher.Delegation?.Kind ?? answer.Fence, answer.Fence);
    }
}
