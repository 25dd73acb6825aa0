using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime.Launching;

public sealed class LocalRunTests
{
    private const int Interrupt = 2;
    private const int FirstOfUser = 10;

    // Written by a rank that then waits to be ended.
    private const string Wait = "echo up; sleep 60 & wait";

    [Fact]
    public async Task Each_rank_knows_its_number_and_finds_its_input()
    {
        using var folder = new TemporaryFolder();
        await using var run = await LaunchedRun.ShellAsync(
            3, "echo $HYPERNET_RANK of $HYPERNET_SIZE, $HYPERNET_INPUT, ${HYPERNET_SOCKET##*/}, ${PYTHONPATH%%:*}, $HYPERNET_C, $OMP_NUM_THREADS",
            options => options with { InputFolders = [folder.Of("a"), folder.Of("b"), folder.Of("c")] });

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
        string threads = Environment.GetEnvironmentVariable("OMP_NUM_THREADS") ?? "1";
        Assert.Equal(
            "abc".Select((name, rank) => $"[{rank}] {rank} of 3, {folder.Of($"{name}")}, {rank}.sock, {Bindings.PythonFolder}, {Bindings.CFolder}, {threads}"),
            run.Output.Order());
    }

    [Fact]
    public async Task Output_and_errors_go_their_own_ways()
    {
        await using var run = await LaunchedRun.ShellAsync(2, "echo out; echo err >&2");

        await run.EndAsync();

        Assert.Equal(["[0] out", "[1] out"], run.Output.Order());
        Assert.Equal(["[0] err", "[1] err"], run.Error.Order());
        Assert.Empty(run.Told);
    }

    [Fact]
    public async Task Ranks_but_the_first_have_nothing_to_read()
    {
        await using var run = await LaunchedRun.ShellAsync(3, "[ $HYPERNET_RANK = 0 ] || { cat; echo end; }");

        await run.EndAsync();

        Assert.Equal(["[1] end", "[2] end"], run.Output.Order());
    }

    [Fact]
    public async Task Run_ends_with_the_code_of_the_first_rank_that_fails_and_the_others_go_on()
    {
        await using var run = await LaunchedRun.ShellAsync(
            3, "[ $HYPERNET_RANK = 1 ] && exit 7; trap 'echo done; exit 0' USR1; echo up; while :; do sleep 60 & wait; done");
        await run.WritesAsync("up", 2);
        await run.TellsAsync("rank 1: ended with exit code 7");

        run.Run.Signal(FirstOfUser);
        var end = await run.EndAsync();

        Assert.Equal(7, end.ExitCode);
        Assert.Equal(["rank 1: ended with exit code 7"], run.Told);
        Assert.Equal(["[0] done", "[0] up", "[2] done", "[2] up"], run.Output.Order());
    }

    [Fact]
    public async Task Rank_ended_by_a_signal_counts_as_in_a_shell()
    {
        await using var run = await LaunchedRun.ShellAsync(1, "kill -SEGV $$");

        Assert.Equal(139, (await run.EndAsync()).ExitCode);
        Assert.Equal(["rank 0: ended by signal SEGV"], run.Told);
    }

    [Fact]
    public async Task Rank_is_killed_at_its_time_and_that_is_no_failure()
    {
        var time = new ManualTimeProvider();
        await using var run = await LaunchedRun.ShellAsync(
            3, $"[ $HYPERNET_RANK = 2 ] || exit 0; {Wait}", options => options with { Kills = [ScheduledKill.AfterTime(2, TimeSpan.FromSeconds(1))] }, time);
        await run.WritesAsync("[2] up", 1);

        time.Advance(TimeSpan.FromSeconds(1));
        var end = await run.EndAsync();

        Assert.Equal(0, end.ExitCode);
        Assert.Contains(new LocalRankEnd(2, 137, IsIntended: true, Fault: null), end.Ranks);
        Assert.Equal(["rank 2: killed, as asked for"], run.Told);
    }

    [Fact]
    public async Task First_failure_ends_the_others_where_that_was_asked_for()
    {
        await using var run = await LaunchedRun.ShellAsync(
            3, $"[ $HYPERNET_RANK = 1 ] && exit 7; {Wait}", options => options with { AbortsOnFailure = true });

        var end = await run.EndAsync();

        Assert.Equal(7, end.ExitCode);
        Assert.Equal([143, 143], end.Ranks.Where(rank => rank.Rank != 1).Select(rank => rank.ExitCode));
        Assert.Equal(["rank 1: ended with exit code 7"], run.Told);
    }

    [Fact]
    public async Task Time_limit_ends_all_politely_then_by_force()
    {
        var time = new ManualTimeProvider();
        await using var run = await LaunchedRun.ShellAsync(
            2, "trap 'echo asked' TERM; echo up; while :; do sleep 60 & wait; done", options => options with { TimeLimit = TimeSpan.FromMinutes(1) }, time);
        await run.WritesAsync("up", 2);

        time.Advance(TimeSpan.FromMinutes(1));
        await run.WritesAsync("asked", 2);
        Assert.False(run.Run.Completion.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        var end = await run.EndAsync();

        Assert.True(end.IsTimedOut);
        Assert.Equal([137, 137], end.Ranks.Select(rank => rank.ExitCode));
    }

    [Fact]
    public async Task Signals_reach_all_that_a_rank_has_started()
    {
        await using var run = await LaunchedRun.ShellAsync(2, "sh -c 'trap \"echo child; exit\" USR1; echo up; sleep 60 & wait' & trap 'echo rank' USR1; wait; wait");
        await run.WritesAsync("up", 2);

        run.Run.Signal(FirstOfUser);
        await run.EndAsync();

        Assert.Equal(["[0] child", "[0] rank", "[0] up", "[1] child", "[1] rank", "[1] up"], run.Output.Order());
    }

    [Fact]
    public async Task Interrupted_ranks_are_not_told_one_by_one()
    {
        await using var run = await LaunchedRun.ShellAsync(3, "trap 'exit 5' INT; echo up; sleep 60 & wait");
        await run.WritesAsync("up", 3);

        run.Run.Interrupt(Interrupt);
        var end = await run.EndAsync();

        Assert.Equal([5, 5, 5], end.Ranks.Select(rank => rank.ExitCode));
        Assert.Empty(run.Told);
    }

    [Fact]
    public async Task Nothing_that_a_rank_has_started_outlives_it()
    {
        await using var run = await LaunchedRun.ShellAsync(2, "sleep 60 & echo $!");

        await run.EndAsync();

        foreach (string line in run.Output)
        {
            await ProcessTable.GoneAsync(line.Split(' ')[1]);
        }
    }

    [Fact]
    public async Task Run_that_is_disposed_of_is_killed_and_its_folder_is_gone()
    {
        string line;
        await using (var run = await LaunchedRun.ShellAsync(1, "trap '' TERM; echo $$ $HYPERNET_SOCKET up; sleep 60 & wait"))
        {
            await run.WritesAsync("up", 1);
            line = run.Output.Single();
        }

        await ProcessTable.GoneAsync(line.Split(' ')[1]);
        Assert.False(Directory.Exists(Path.GetDirectoryName(line.Split(' ')[2])));
    }

    [Fact]
    public async Task Folder_of_the_sockets_is_its_users_alone()
    {
        await using var run = await LaunchedRun.ShellAsync(1, "stat -c %a ${HYPERNET_SOCKET%/*}");

        await run.EndAsync();

        Assert.Equal(["[0] 700"], run.Output);
    }

    [Theory]
    [InlineData("no-such-program", 127, "there is no program no-such-program")]
    [InlineData("./no-such-program", 127, "there is no program ./no-such-program")]
    [InlineData("/etc/passwd", 126, "/etc/passwd is not executable")]
    [InlineData("/etc", 126, "/etc is a folder, not a program")]
    public async Task Program_that_cannot_be_run_is_one_clear_error(string program, int exitCode, string message)
    {
        var options = new LocalRunOptions { Command = [program], Ranks = 2, Output = Stream.Null, Error = Stream.Null, Tell = _ => { } };

        var fault = await Assert.ThrowsAsync<LaunchException>(() => LocalRun.StartAsync(options, TimeProvider.System));

        Assert.Equal((exitCode, message), (fault.ExitCode, fault.Message));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(LocalRun.MaximumRanks + 1)]
    public async Task Number_of_ranks_has_bounds(int ranks)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LaunchedRun.ShellAsync(ranks, "exit"));
    }
}
