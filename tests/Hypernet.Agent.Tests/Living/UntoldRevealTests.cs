using System.Text.RegularExpressions;
using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Living;

/// <summary>Real agents that are not told what goes on on the chain: silence, or words for another round, would cost them all of their collateral.</summary>
[Collection(nameof(LivingMarket))]
public sealed partial class UntoldRevealTests(LivingMarket market)
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

    [Fact]
    public async Task Commitments_that_are_mined_after_signatures_have_settled_their_checkpoint_bind_nobody_in_the_next()
    {
        await using var sellers = await StartedSellers.StartAsync(market, 3);
        var job = await PlaceAsync();
        await MineUntilReachedAsync(job, sellers.Agents);
        job = await market.WhenAsync(job, state => state.Status == JobStatus.Running, sellers.Agents);
        await market.WaitAsync(async () => await market.WaitingTransactionsAsync() == 3, sellers.Agents);

        var digest = Bytes32.Parse(Reached().Match(sellers.Agents[0].Output).Groups[1].Value);
        var attested = Domains.Job(market.Deployment.ChainId, job.Job).Digest(new Attestation(Group: 0, Checkpoint: 1, Attempt: 0, digest).ToTypedStruct());
        var contract = new JobContract(market.Chain, job.Job);
        await market.SendFirstAsync(contract.SettleUnanimous(0, digest, job.Tenures.OrderBy(tenure => tenure.Rank).Select(tenure => sellers.Sign(tenure.Seller, attested))));
        await market.MineAsync();

        var round = await contract.RoundAsync(0);
        Assert.Equal((2, 0), (round.Checkpoint, round.Committed.Count));
        await market.MineEachSecondAsync();
        job = await market.WhenAsync(job, IsPaid, sellers.Agents);
        Assert.Equal(JobStatus.Completed, job.Status);
        await AssertAllPaidAsync(job.Tenures);
    }

    [GeneratedRegex("reached checkpoint 1, digest (0x[0-9a-f]{64})")]
    private static partial Regex Reached();

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
