using Hypernet.Contracts;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Living;

/// <summary>Real agents whose server is gone when they have to reveal: silence would cost them all of their collateral.</summary>
[Collection(nameof(LivingMarket))]
public sealed class UntoldRevealTests(LivingMarket market)
{
    private const int Work = 600;
    private const int Reveal = 60;

    private const string Counting = """
        import hypernet

        with hypernet.connect() as job:
            for number in range(job.reached + 1, job.checkpoints + 1):
                job.checkpoint(result=bytes([number]), state=b"")
        """;

    [Fact]
    public async Task Sellers_whose_server_is_gone_from_commit_past_the_reveal_window_reveal_and_lose_nothing()
    {
        await using var sellers = await StartedSellers.StartAsync(market, 3);
        var job = await PlaceAsync();
        await MineUntilReachedAsync(job, sellers.Agents);

        var contract = new JobContract(market.Chain, job.Job);
        await market.RestartServerAsync(async () =>
        {
            await market.MineEachSecondAsync();

            // The last reveal of a round without fault settles it.
            await market.WaitAsync(async () => (await contract.RoundAsync(0)).Checkpoint == 2, sellers.Agents);
            await market.LetTimePassAsync(Reveal + 1);
            await market.MineAsync();
        });
        job = await market.WhenAsync(job, IsPaid, sellers.Agents);

        Assert.Equal(JobStatus.Completed, job.Status);
        await AssertAllPaidAsync(job.Tenures);
    }

    [Fact]
    public async Task Sellers_one_of_whom_is_silent_open_the_result_of_a_quorum_though_their_server_is_gone_past_both_windows()
    {
        await using var sellers = await StartedSellers.StartAsync(market, 3);
        var job = await PlaceAsync();
        await market.MineAtOnceAsync();
        job = await market.WhenAsync(job, state => state.Status == JobStatus.Filled, sellers.Agents);
        await market.MineByHandAsync();
        int silent = job.Tenures[0].Id;
        await sellers.Of(job.Tenures[0].Seller).KillAsync();
        RunningAgent[] honest = [.. job.Tenures.Skip(1).Select(tenure => sellers.Of(tenure.Seller))];
        await MineUntilReachedAsync(job, honest);

        var contract = new JobContract(market.Chain, job.Job);
        await market.RestartServerAsync(async () =>
        {
            await market.MineEachSecondAsync();
            await market.WaitAsync(async () => (await contract.RoundAsync(0)).Committed.Count == 2, honest);
            await market.LetTimePassAsync(Work + 1);
            await market.WaitAsync(async () => (await contract.RoundAsync(0)).Checkpoint == 2, honest);
            await market.LetTimePassAsync((2 * Reveal) + 1);
            await market.MineAsync();
        });
        job = await market.WhenAsync(job, state => state.HasEnded && state.Tenures.All(tenure => tenure.IsClosed || tenure.Id == silent), honest);

        Assert.Equal((JobStatus.Completed, Verdict.Missed), (job.Status, job.Tenures[silent].Verdict));
        await AssertAllPaidAsync(job.Tenures.Where(tenure => tenure.Id != silent));
    }

    private static bool IsPaid(JobState job) => job.HasEnded && job.Tenures.All(tenure => tenure.IsClosed);

    // Blocks come by the hand of a test until there is something to commit to, and from then on by themselves.
    private async Task<JobState> PlaceAsync()
    {
        var job = await market.PlaceAsync(Counting, terms => terms with
        {
            Replication = 3,
            Quorum = 2,
            Work = TimeSpan.FromSeconds(Work),
            Reveal = TimeSpan.FromSeconds(Reveal),
        });
        await market.MineByHandAsync();
        return job;
    }

    // What each commits to is on its disk, and no block has a commitment: the server will tell nobody that they are there.
    private async Task MineUntilReachedAsync(JobState job, IReadOnlyList<RunningAgent> agents)
    {
        var contract = new JobContract(market.Chain, job.Job);
        await market.WaitAsync(
            async () =>
            {
                await market.MineAsync();
                return await contract.StatusAsync() == JobStatus.Running;
            },
            agents);
        await market.WhenSaidAsync(() => agents.All(agent => agent.Output.Contains("reached checkpoint 1", StringComparison.Ordinal)), agents);
        Assert.Equal(0, (await contract.RoundAsync(0)).Committed.Count);
    }

    private async Task AssertAllPaidAsync(IEnumerable<Tenure> tenures)
    {
        foreach (var tenure in tenures)
        {
            Assert.Equal((Verdict.Undecided, 2, 0), (tenure.Verdict, tenure.PaidCells, tenure.ForfeitedCells));
            Assert.Equal(Amount.Parse("102"), await market.Collateral.FreeOfAsync(tenure.Seller));
        }
    }
}
