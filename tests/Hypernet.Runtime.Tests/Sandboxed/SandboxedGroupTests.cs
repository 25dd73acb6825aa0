using Xunit;

namespace Hypernet.Runtime.Sandboxed;

/// <summary>Ranks in real sandboxes compute together: each program has a socket, and no network.</summary>
public sealed class SandboxedGroupTests(UnprivilegedHost host) : IClassFixture<UnprivilegedHost>
{
    private const string Connect = "import array, hypernet; job = hypernet.connect(); comm = job.comm\n";

    [Fact]
    public async Task Ranks_in_sandboxes_sum_small_and_large_arrays_between_their_checkpoints()
    {
        // A million doubles do not travel in frames of the socket: they lie in memory that the sandbox shares with the runtime.
        var runs = await host.RunRanksAsync(Python(3, Connect + """
            small, large = [], array.array("d", [comm.rank + 0.25]) * 1_000_000
            for number in range(1, 4):
                small.append(comm.sum([1e100, float(number), -1e100][comm.rank]))
                comm.all_reduce_into(hypernet.IN_PLACE, large)
                job.checkpoint(hypernet.pack({"small": small}) + large[-1:].tobytes(), b"")
            shared = any("memfd:hypernet-rank" in line for line in open("/proc/self/maps"))
            job.log(f"{small} {min(large)} {max(large)} {shared} {comm.last.contributors}")
            job.finish()
            """));

        Assert.All(runs, run => Assert.Equal(("finished", ""), (run.End, run.ErrorTail)));
        Assert.All(runs, run => Assert.Equal("[1.0, 2.0, 3.0] 33.75 33.75 True (0, 1, 2)", Assert.Single(run.Lines)));
        Assert.All(runs, run => Assert.Equal(3, run.Checkpoints.Length));
        Assert.All(runs, run => Assert.Equal(runs[0].Checkpoints.Select(each => each.Result), run.Checkpoints.Select(each => each.Result)));
    }

    [Fact]
    public async Task Call_that_waits_when_the_node_closes_is_refused_and_the_program_may_come_to_its_own_end()
    {
        var runs = await host.RunRanksAsync(Python(2, Connect + """
            request = comm.isum(1.0, name="never called by others") if comm.rank == 0 else comm.isum(1.0, name="nor this one")
            job.log("waiting")
            try:
                request.wait()
            except hypernet.LeftBehind as refused:
                print("refused:", refused)
                raise SystemExit(3)
            """) with { IsGroupClosedByLog = true });

        Assert.All(runs, run => Assert.Equal(new RankEnd.Failed(3).ToString(), run.End));
        Assert.All(runs, run => Assert.StartsWith("refused:", run.OutputTail, StringComparison.Ordinal));
        Assert.All(runs, run => Assert.False(run.IsSocketLeft));
    }

    [Fact]
    public async Task Rank_that_calls_something_else_is_told_in_its_sandbox_and_so_are_the_others()
    {
        var runs = await host.RunRanksAsync(Python(2, Connect + """
            try:
                comm.sum([1.0] * (1 + comm.rank))
            except hypernet.Mismatch:
                job.log("mismatch")
            job.log(str(comm.max(comm.rank)))
            """));

        Assert.All(runs, run => Assert.Equal(["mismatch", "1"], run.Lines));
    }

    private static HostedProgram Python(int ranks, string code) => new("python3", "-c", code) { Ranks = ranks };
}
