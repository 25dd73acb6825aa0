using Hypernet.Testing;
using Xunit;

namespace Hypernet.Cli.Tests.Run;

public sealed class RunCommandTests
{
    private const string Shell = "/bin/sh";

    [Fact]
    public async Task Output_is_labelled_and_the_exit_code_is_the_programs()
    {
        var run = await LaunchedCommand.OfAsync("-n", "3", "--", Shell, "-c", "echo out; echo err >&2; exit 4");

        Assert.Equal(4, run.ExitCode);
        Assert.Equal(["[0] out", "[1] out", "[2] out"], Lines(run.Output));
        Assert.Equal(["[0] err", "[1] err", "[2] err"], Lines(run.Talk).Where(line => line.StartsWith('[')));
        Assert.Contains("hypernet: rank 1: ended with exit code 4", Lines(run.Talk));
    }

    [Fact]
    public async Task Quiet_run_says_nothing_of_its_own()
    {
        var run = await LaunchedCommand.OfAsync("-q", "-n", "2", "--kill", "1@0s", "--", Shell, "-c", "[ $HYPERNET_RANK = 0 ] || exec sleep 60");

        Assert.Equal(new CommandRun(0, "", ""), run);
    }

    [Fact]
    public async Task Without_labels_the_output_is_the_programs()
    {
        var run = await LaunchedCommand.OfAsync("-n", "2", "--no-label", "--", Shell, "-c", "printf x");

        Assert.Equal(new CommandRun(0, "xx", ""), run);
    }

    [Fact]
    public async Task Arguments_after_the_dashes_are_the_programs()
    {
        var run = await LaunchedCommand.OfAsync("-n", "1", "--", "/bin/echo", "-n", "--kill", "a b", "-v");

        Assert.Equal(new CommandRun(0, "[0] --kill a b -v\n", ""), run);
    }

    [Fact]
    public async Task First_rank_reads_what_the_command_is_given()
    {
        await using var command = LaunchedCommand.Start("-n", "2", "--", "/bin/cat");
        await command.Input.WriteLineAsync("hello");

        Assert.Equal(new CommandRun(0, "[0] hello\n", ""), await command.EndAsync());
    }

    [Fact]
    public async Task Killed_replica_is_missing_from_nothing()
    {
        var whole = await FitAsync("-n", "2");
        var replicated = await FitAsync("-n", "2", "--replication", "3", "--kill", "1.0@1op");

        Assert.Equal(whole.Select(line => line.Replace("[0] ", "", StringComparison.Ordinal)), replicated.Where(line => line.StartsWith("[0.1] ", StringComparison.Ordinal)).Select(line => line[6..]));
        Assert.Equal(3 * whole.Length, replicated.Length);

        async Task<string[]> FitAsync(params string[] options)
        {
            using var folder = new TemporaryFolder();
            var random = new Random(1);
            var rows = Enumerable.Range(0, 2000).Select(row => FormattableString.Invariant($"{random.Next(-20, 60)},{random.Next(100, 3000)},{row % 240 / 10.0}"));
            await File.WriteAllLinesAsync(folder.Of("flights.csv"), ["delay,distance,time", .. rows]);
            var run = await LaunchedCommand.OfAsync([.. options, "--input", folder.Of("flights.csv"), "--", "/usr/bin/python3", Path.Combine(Repository.Root, "docs", "examples", "regression", "fit.py")]);
            return [.. Lines(run.Succeeded().Output)];
        }
    }

    [Theory]
    [InlineData("rows.csv", "[0] a,1,2|[1] a,3|[2] a,4")]
    [InlineData("rows.jsonl", "[0] a,1|[1] 2,3|[2] 4")]
    [InlineData("notes.txt", "[0] a,1,2,3,4|[1] a,1,2,3,4|[2] a,1,2,3,4")]
    public async Task Input_is_cut_by_rows_where_it_has_some(string name, string parts)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Of(name), "a\n1\n2\n3\n4\n");

        var run = await LaunchedCommand.OfAsync("-n", "3", "--input", folder.Of(name), "--", Shell, "-c", $"paste -sd, $HYPERNET_INPUT/{name}");

        run.Succeeded();
        Assert.Equal(parts.Split('|'), Lines(run.Output));
    }

    [Fact]
    public async Task Folder_of_input_is_seen_by_every_rank()
    {
        using var folder = new TemporaryFolder();

        var run = await LaunchedCommand.OfAsync("-n", "2", "--input", folder.Path, "--", Shell, "-c", "echo $HYPERNET_INPUT");

        Assert.Equal([$"[0] {folder.Path}", $"[1] {folder.Path}"], Lines(run.Succeeded().Output));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task Signal_is_passed_on_and_the_end_is_summed_up(string signal, int exitCode)
    {
        await using var command = LaunchedCommand.Start("-n", "3", "--", Shell, "-c", $"trap 'echo caught; exit 5' {signal}; echo up; sleep 60 & wait");
        await command.ReadAsync(3);

        await command.SignalAsync(signal);

        Assert.Equal(["[0] caught", "[1] caught", "[2] caught"], await command.ReadAsync(3));
        var run = await command.EndAsync();
        Assert.Equal((exitCode, $"hypernet: interrupted by SIG{signal}: 3 ranks ended with exit code 5\n"), (run.ExitCode, run.Talk));
    }

    [Fact]
    public async Task Second_interruption_kills_whoever_does_not_heed_the_first()
    {
        await using var command = LaunchedCommand.Start("-n", "2", "--", Shell, "-c", "trap 'echo caught' INT; echo up; while :; do sleep 60 & wait; done");
        await command.ReadAsync(2);

        await command.SignalAsync("INT");
        await command.ReadAsync(2);
        await command.SignalAsync("INT");

        var run = await command.EndAsync();
        Assert.Equal((130, "hypernet: interrupted by SIGINT: 2 ranks ended by signal KILL\n"), (run.ExitCode, run.Talk));
    }

    [Fact]
    public async Task Ranks_die_with_a_command_that_is_killed()
    {
        await using var command = LaunchedCommand.Start("-n", "2", "--no-label", "--", Shell, "-c", "echo $$; exec sleep 60");
        string[] ranks = await command.ReadAsync(2);

        await command.SignalAsync("KILL");

        foreach (string rank in ranks)
        {
            await ProcessTable.GoneAsync(rank);
        }
    }

    [Fact]
    public async Task Run_whose_output_nobody_reads_any_more_ends()
    {
        await using var command = LaunchedCommand.Start("-n", "2", "--", "yes");
        await command.ReadAsync(1);

        command.CloseOutput();

        Assert.Equal(141, (await command.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Time_that_is_over_has_an_exit_code_of_its_own()
    {
        var run = await LaunchedCommand.OfAsync("-n", "2", "--timeout", "100ms", "--", "sleep", "60");

        Assert.Equal((ExitCode.TimedOut, "hypernet: ended by --timeout\n"), (run.ExitCode, run.Talk));
    }

    [Theory]
    [InlineData("-n 2 -- no-such-program", 127, "there is no program no-such-program", "follow a --")]
    [InlineData("-n 2 -- /etc/passwd", 126, "/etc/passwd is not executable", "chmod")]
    [InlineData("-n 0 -- true", 2, "\"0\" is no number of ranks: write 1 to 64", "hypernet run --help")]
    [InlineData("-n 65 -- true", 2, "\"65\" is no number of ranks: write 1 to 64", "hypernet run --help")]
    [InlineData("-n 2", 2, "-- PROGRAM ARGS", "hypernet run --help")]
    [InlineData("-n 2 --kill 2@1s -- true", 2, "rank 2 cannot be killed: there are ranks 0 to 1", null)]
    [InlineData("-n 2 --kill 1.0@1s -- true", 2, "rank 1 has one program: name it without a dot, or add --replication", null)]
    [InlineData("-n 2 --replication 3 --kill 1@1s -- true", 2, "rank 1 has 3 programs: name one of 1.0 to 1.2", null)]
    [InlineData("-n 2 --replication 3 --kill 1.3@1s -- true", 2, "rank 1 has 3 programs: name one of 1.0 to 1.2", null)]
    [InlineData("-n 2 --replication 0 -- true", 2, "2 ranks cannot have 0 programs each: there are 1 to 64 in all", null)]
    [InlineData("-n 22 --replication 3 -- true", 2, "22 ranks cannot have 3 programs each: there are 1 to 64 in all", null)]
    [InlineData("-n 2 --replication 4 --quorum 2 -- true", 2, "2 of 4 is no quorum: it is more than half, and at most all", null)]
    [InlineData("-n 2 --quorum 2 -- true", 2, "2 of 1 is no quorum: it is more than half, and at most all", null)]
    [InlineData("-n 2 --kill 1@soon -- true", 2, "\"1@soon\" is no kill", "hypernet run --help")]
    [InlineData("-n 2 --timeout never -- true", 2, "\"never\" is no time above zero", "hypernet run --help")]
    [InlineData("-n 2 --checkpoints -1 -- true", 2, "there cannot be -1 checkpoints", null)]
    [InlineData("-n 2 --input /no/such/file -- true", 3, "there is no /no/such/file", null)]
    public async Task Misuse_is_one_clear_error(string arguments, int exitCode, string error, string? hint)
    {
        var run = await CommandRun.OfAsync(["run", .. arguments.Split(' ')]);

        run.Failed(exitCode, error, hint);
    }

    [Fact]
    public async Task Rows_that_cannot_be_cut_are_named()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Of("rows.csv"), "a\n\"1\n2\"\n");

        (await CommandRun.OfAsync("run", "-n", "2", "--input", folder.Of("rows.csv"), "--", "true"))
            .Failed(ExitCode.Misused, $"{folder.Of("rows.csv")} cannot be cut into rows: Line 2: ");
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
}
