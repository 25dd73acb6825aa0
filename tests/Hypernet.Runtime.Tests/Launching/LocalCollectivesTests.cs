using Xunit;

namespace Hypernet.Runtime.Launching;

/// <summary>Programs that compute together, and what the death of one means to the others.</summary>
public sealed class LocalCollectivesTests
{
    [Theory]
    [InlineData(1, "1", "2", "3")]
    [InlineData(4, "1111", "2222", "3333")]
    public async Task Ranks_compute_together(int ranks, params string[] totals)
    {
        await using var run = await LaunchedRun.PythonAsync(ranks, "together.py");

        var end = await run.EndAsync();

        Assert.True(end.ExitCode == 0, string.Join('\n', run.Error));
        Assert.Equal(totals.Select(total => $"[0] {total}"), run.Output);
    }

    [Theory]
    [InlineData(0, "1011 2", "2022 2", "3033 2")]
    [InlineData(1, "1111", "2022 2", "3033 2")]
    [InlineData(2, "1111", "2222", "3033 2")]
    [InlineData(3, "1111", "2222", "3333")]
    public async Task Killed_rank_is_in_what_it_has_contributed_to_and_missing_afterwards(int operations, params string[] totals)
    {
        await using var run = await LaunchedRun.PythonAsync(
            4, "together.py", options => options with { Kills = [ScheduledKill.AfterOperations(2, operations)] });

        var end = await run.EndAsync();

        Assert.True(end.ExitCode == 0, string.Join('\n', run.Error));
        Assert.Contains(new LocalRankEnd(2, 137, IsIntended: true, Fault: null), end.Ranks);
        Assert.Equal(totals.Select(total => $"[0] {total}"), run.Output);
    }

    [Fact]
    public async Task Ranks_that_are_killed_one_after_another_leave_the_rest_alive()
    {
        await using var run = await LaunchedRun.PythonAsync(
            5, "together.py", options => options with { Kills = [.. Enumerable.Range(1, 3).Select(rank => ScheduledKill.AfterOperations(rank, rank - 1))] });

        var end = await run.EndAsync();

        Assert.True(end.ExitCode == 0, string.Join('\n', run.Error));
        Assert.Equal(["[0] 11101 1", "[0] 22002 1 2", "[0] 30003 1 2 3"], run.Output);
    }

    [Fact]
    public async Task Rank_that_breaks_a_rule_of_the_runtime_is_killed_and_the_others_go_on()
    {
        await using var run = await LaunchedRun.PythonAsync(3, "unruly.py");

        var end = await run.EndAsync();

        Assert.Equal(137, end.ExitCode);
        Assert.StartsWith("rank 1: killed, for it broke a rule of the runtime: ", Assert.Single(run.Told), StringComparison.Ordinal);
        Assert.Equal(["[0] 2 1", "[2] 2 1"], run.Output.Order());
    }

    [Fact]
    public async Task Rank_that_waits_for_long_says_for_whom()
    {
        await using var run = await LaunchedRun.PythonAsync(3, "straggler.py", options => options with { WaitingAfter = TimeSpan.FromMilliseconds(50) });

        await run.TellsAsync("rank 0 waits in barrier 1 of \"start\" for rank 2");
        await run.TellsAsync("rank 1 waits in barrier 1 of \"start\" for rank 2");
    }

    [Fact]
    public async Task Program_made_for_the_market_runs_with_its_checkpoints_settled_at_once()
    {
        await using var run = await LaunchedRun.PythonAsync(2, "market.py", options => options with { Checkpoints = 2 });

        var end = await run.EndAsync();

        Assert.True(end.ExitCode == 0, string.Join('\n', run.Error));
        Assert.Equal(["[0] partition 0 of 2 is done", "[1] partition 1 of 2 is done"], run.Error.Order());
    }
}
