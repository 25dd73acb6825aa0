using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime.Launching;

/// <summary>Ranks of several programs each: what the death of one means, and of too many.</summary>
public sealed class LocalReplicaTests
{
    [Fact]
    public async Task Programs_of_a_rank_know_which_they_are_and_have_the_rank_s_input()
    {
        await using var run = await LaunchedRun.ShellAsync(
            2, "cat; echo $HYPERNET_RANK of $HYPERNET_SIZE, $HYPERNET_REPLICA, $HYPERNET_INPUT, ${HYPERNET_SOCKET##*/}",
            options => options with { Replicas = 2, InputFolders = ["/a", "/b"] });

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
        Assert.Equal(
            ["[0.0] 0 of 2, 0, /a, 0.0.sock", "[0.1] 0 of 2, 1, /a, 0.1.sock", "[1.0] 1 of 2, 0, /b, 1.0.sock", "[1.1] 1 of 2, 1, /b, 1.1.sock"],
            run.Output.Order());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Programs_of_all_ranks_compute_together(int replicas)
    {
        await using var run = await LaunchedRun.PythonAsync(3, "together.py", options => options with { Replicas = replicas });

        Assert.True((await run.EndAsync()).ExitCode == 0, string.Join('\n', run.Error));
        AssertWhole(run, "111", replicas);
        Assert.Empty(run.Told);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public async Task Killed_replica_is_missing_from_nothing(int replica, int operations)
    {
        await using var run = await LaunchedRun.PythonAsync(4, "together.py", options => options with
        {
            Replicas = 3,
            Kills = [ScheduledKill.AfterOperations(2, operations) with { Replica = replica }, ScheduledKill.AfterOperations(3, 3 - operations) with { Replica = 2 - replica }],
        });

        var end = await run.EndAsync();

        Assert.True(end.ExitCode == 0, string.Join('\n', run.Error));
        Assert.Contains(new LocalRankEnd(2, 137, IsIntended: true, Fault: null) { Replica = replica }, end.Ranks);
        Assert.Contains($"rank 2.{replica}: killed, as asked for", run.Told);
        AssertWhole(run, "1111", 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Programs_of_a_rank_draw_alike_and_those_of_others_and_of_other_intervals_do_not(ulong seed)
    {
        var time = new ManualTimeProvider();
        var start = time.GetUtcNow();
        await using var run = await LaunchedRun.StartAsync(
            2,
            ["/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "Python", "Programs", "draw.py")],
            options => options with { Replicas = 2, Checkpoints = 1, Seed = seed },
            time);

        Assert.True((await run.EndAsync()).ExitCode == 0, string.Join('\n', run.Error));
        Assert.Equal(
            from slot in Enumerable.Range(0, 4)
            from checkpoint in (int[])[1, 2]
            let drawn = Interval.Draw(start, BitConverter.GetBytes(seed), slot / 2, checkpoint)
            select $"[{slot / 2}.{slot % 2}] {start.ToUnixTimeSeconds()} {Convert.ToHexStringLower(drawn.Seed.Span)}",
            run.Output.OrderBy(line => line[..5], StringComparer.Ordinal));
        Assert.Equal(4, run.Output.Select(line => line[6..]).Distinct().Count());
    }

    [Fact]
    public async Task Run_whose_rank_has_lost_its_quorum_ends_and_answers_nothing()
    {
        await using var run = await LaunchedRun.PythonAsync(2, "together.py", options => options with
        {
            Replicas = 3,
            Kills = [ScheduledKill.AfterOperations(1, 0) with { Replica = 0 }, ScheduledKill.AfterOperations(1, 0) with { Replica = 2 }],
        });

        var end = await run.EndAsync();

        Assert.Equal(1, end.ExitCode);
        Assert.True(end.IsWithoutQuorum);
        Assert.Contains("rank 1 has 1 of 3 replicas left, and needs 2: the run cannot go on", run.Told);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData(1, 0, null)]
    [InlineData(33, 2, null)]
    [InlineData(1, 3, 1)]
    [InlineData(1, 2, 3)]
    public async Task Replicas_have_a_range(int ranks, int replicas, int? quorum)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => LaunchedRun.ShellAsync(ranks, "exit 0", options => options with { Replicas = replicas, ReplicaQuorum = quorum }));
    }

    // Every program of rank 0 has written the same.
    private static void AssertWhole(LaunchedRun run, string sum, int replicas)
    {
        string[] totals = [sum, sum.Replace('1', '2'), sum.Replace('1', '3')];
        foreach (int replica in Enumerable.Range(0, replicas))
        {
            Assert.Equal(totals.Select(total => $"[0.{replica}] {total}"), run.Output.Where(line => line.StartsWith($"[0.{replica}]", StringComparison.Ordinal)));
        }
    }
}
