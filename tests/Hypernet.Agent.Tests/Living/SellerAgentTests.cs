using System.Security.Cryptography;
using System.Text;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Living;

/// <summary>A real agent with the real contracts, server and sandbox.</summary>
[Collection(nameof(LivingMarket))]
public sealed class SellerAgentTests(LivingMarket market)
{
    private const string Counting = """
        import hypernet

        with hypernet.connect() as job:
            restored = job.restore()
            done, total = (restored[0], int.from_bytes(restored[1], "little")) if restored else (0, 0)
            for number in range(done + 1, job.checkpoints + 1):
                total = int(job.comm.sum(total + number))
                state = total.to_bytes(8, "little")
                job.checkpoint(result=state, state=state)
        """;

    [Fact]
    public async Task Seller_signs_runs_commits_reveals_and_is_paid()
    {
        using var key = await SellerAsync();
        await using var agent = StartAgent(key);
        var job = await market.PlaceAsync(Counting);
        await market.MineEachSecondAsync();

        job = await market.WhenAsync(job, IsPaid, agent);

        await AssertPaidAsync(job, key, agent);
    }

    [Fact]
    public async Task Sellers_underbid_each_other_down_to_their_least_price_and_the_cheaper_one_is_paid()
    {
        using var dear = await SellerAsync();
        using var cheap = await SellerAsync();
        await using var dearAgent = StartAgent(dear, leastPrice: "0.9");
        var job = await market.PlaceAsync(Counting, terms => terms with { AuctionEnd = terms.SignDeadline - TimeSpan.FromMinutes(55) });
        await market.MineEachSecondAsync();
        await market.WhenAsync(job, state => state.Status == JobStatus.Filled, dearAgent);

        // 1 · 0.95 · 0.95 · 0.95: the dear one comes back once, and not a second time.
        await using var cheapAgent = StartAgent(cheap, leastPrice: "0.8");
        job = await market.WhenAsync(job, state => state.Tenures.Any(tenure => tenure.Ask == Amount.Parse("0.857375")), dearAgent, cheapAgent);
        Assert.Equal((cheap.Address.ToAccount(), 2), (job.Tenures[0].Seller, job.FormerSellerOf(dear.Address.ToAccount())!.Departures));
        Assert.Equal(0UL, job.SeedBlock);
        await market.LetTimePassAsync(300);
        job = await market.WhenAsync(job, IsPaid, dearAgent, cheapAgent);

        Assert.Equal(Amount.Parse("100") + (Amount.Parse("0.857375") * 2), await market.Collateral.FreeOfAsync(cheap.Address.ToAccount()));
        Assert.Equal(Amount.Parse("100"), await market.Collateral.FreeOfAsync(dear.Address.ToAccount()));
        await AssertOneTransactionEachAsync(job, cheap, cheapAgent);
        await AssertOneTransactionEachAsync(job, dear, dearAgent);
    }

    [Fact]
    public async Task Seller_reports_how_far_its_program_is_and_what_it_says_made_plain()
    {
        using var key = await SellerAsync();
        await using var agent = StartAgent(key);
        var job = await market.PlaceAsync($"""
            import sys
            print("first line\n\x1b[2Jsecond line", file=sys.stderr, flush=True)
            {Counting.Replace("total = int", "job.progress(number, job.checkpoints); job.log(f\"at {number}\\x07\"); total = int", StringComparison.Ordinal)}
            """);
        await MineUntilStartedAsync(job, agent);
        async Task<TelemetryView> ReportedAsync(int done)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await market.Client.TelemetryAsync(job.Job.ToString(), limit.Token).FirstAsync(view => view.Partitions[0].Done == done, limit.Token);
            return (await market.Client.FindTelemetryAsync(job.Job.ToString()))!;
        }

        var view = await ReportedAsync(1);
        var report = Assert.Single(view.Ranks!).Report;
        await market.MineEachSecondAsync();
        view = await ReportedAsync(2);
        job = await market.WhenAsync(job, IsPaid, agent);

        Assert.Equal((1, 0, "at 1\uFFFD", "first line\n\uFFFD[2Jsecond line"), (report.Checkpoint, report.Attempt, report.Said, report.Tail));
        Assert.Equal((1, 1, 2L, "at 2\uFFFD"), (view.Partitions[0].Replicas, view.Partitions[0].Reporting, view.Partitions[0].Total!.Value, view.Partitions[0].Line));
        await AssertPaidAsync(job, key, agent);
    }

    [Fact]
    public async Task Seller_killed_between_commit_and_reveal_reveals_after_its_restart_and_is_paid()
    {
        using var key = await SellerAsync();
        await using var agent = StartAgent(key);
        var job = await market.PlaceAsync(Counting);
        await MineUntilStartedAsync(job, agent);
        await market.WaitAsync(async () => await PendingAsync(key) > 0, agent);
        await agent.KillAsync();
        await market.MineEachSecondAsync();
        await market.WhenAsync(job, state => state.Groups.Any(group => group.Committed.Count == 1), agent);
        Assert.DoesNotContain(agent.SignedIntents, intent => intent.Contains("/reveal/", StringComparison.Ordinal));

        agent.Start();
        job = await market.WhenAsync(job, IsPaid, agent);

        await AssertPaidAsync(job, key, agent);
    }

    [Fact]
    public async Task Checkpoint_that_is_settled_before_a_restarted_program_reaches_it_is_not_taken_for_the_next_one()
    {
        using var key = await SellerAsync();
        await using var agent = StartAgent(key);
        var job = await market.PlaceAsync($"import time\ntime.sleep(3)\n{Counting}");
        await MineUntilStartedAsync(job, agent);
        await market.WaitAsync(async () => await PendingAsync(key) > 0, agent);
        await market.MineAsync();
        await market.WaitAsync(async () => await PendingAsync(key) > 0, agent);
        await agent.KillAsync();

        agent.Start();
        await market.WhenSaidAsync(() => agent.Output.Split("starts its program").Length == 3, agent);
        await market.MineEachSecondAsync();
        job = await market.WhenAsync(job, IsPaid, agent);

        await AssertPaidAsync(job, key, agent);
    }

    [Fact]
    public async Task Start_that_a_reorg_takes_back_is_sent_again()
    {
        using var key = await SellerAsync();
        await using var agent = StartAgent(key);
        var job = await market.PlaceAsync(Counting);
        string beforeStart = await MineUntilStartedAsync(job, agent);
        await market.WaitAsync(async () => await PendingAsync(key) > 0, agent);

        await market.RewindAsync(beforeStart);
        await market.MineEachSecondAsync();
        job = await market.WhenAsync(job, IsPaid, agent);

        await AssertPaidAsync(job, key, agent);
    }

    [Fact]
    public async Task Seller_goes_on_when_its_server_comes_back()
    {
        using var key = await SellerAsync();
        await using var agent = StartAgent(key);

        // It speaks as long as the server is away, and longer: reports fail, and the job does not.
        var job = await market.PlaceAsync($"""
            import sys, time
            for second in range(8):
                print(second, file=sys.stderr, flush=True)
                time.sleep(1)
            {Counting}
            """);
        await MineUntilStartedAsync(job, agent);
        await market.WhenSaidAsync(() => agent.Output.Contains("starts its program", StringComparison.Ordinal), agent);

        await market.RestartServerAsync(() => market.WhenSaidAsync(() => HasMissedReports(agent), agent));
        await market.MineEachSecondAsync();
        job = await market.WhenAsync(job, IsPaid, agent);
        await market.WhenSaidAsync(() => agent.Output.Contains("were delivered and", StringComparison.Ordinal), agent);

        Assert.Equal(2, agent.Output.Split("could not be reported").Length);
        await AssertPaidAsync(job, key, agent);
    }

    [Fact]
    public async Task Program_that_fails_is_a_result_that_costs_its_seller_nothing()
    {
        using var key = await SellerAsync();
        await using var agent = StartAgent(key);
        var job = await market.PlaceAsync("raise SystemExit(3)");
        await market.MineEachSecondAsync();

        job = await market.WhenAsync(job, state => state.HasEnded && state.Tenures[0].IsClosed, agent);

        Assert.Equal((JobStatus.Aborted, AbortReason.ProgramFailed), (job.Status, job.AbortReason));
        Assert.Equal(Amount.Parse("100"), await market.Collateral.FreeOfAsync(key.Address.ToAccount()));
        await AssertOneTransactionEachAsync(job, key, agent);
    }

    [Fact]
    public async Task Program_that_hangs_costs_a_seller_nothing_that_shows_its_presence()
    {
        const int Work = 80;
        const int LastQuarter = 60;
        using var key = await SellerAsync();
        await using var agent = StartAgent(key);
        var job = await market.PlaceAsync("import time\ntime.sleep(10_000)", terms => terms with { Work = TimeSpan.FromSeconds(Work) });
        await market.MineEachSecondAsync();

        // The second chance begins like the first.
        foreach (bool isSecond in (bool[])[false, true])
        {
            await market.WhenAsync(job, state => state.Groups.Count > 0 && state.Groups[0].HasRearmed == isSecond, agent);
            await market.LetTimePassAsync(LastQuarter + 1);
            await market.WhenAsync(job, state => state.Groups.Count > 0 && state.Groups[0].HasRearmed == isSecond && state.Groups[0].Present.Count == 1, agent);
            await market.LetTimePassAsync(Work - LastQuarter);
        }

        job = await market.WhenAsync(job, state => state.HasEnded && state.Tenures[0].IsClosed, agent);

        Assert.Equal((JobStatus.Aborted, AbortReason.NoWork), (job.Status, job.AbortReason));
        Assert.Equal(Amount.Parse("100"), await market.Collateral.FreeOfAsync(key.Address.ToAccount()));
        await AssertOneTransactionEachAsync(job, key, agent);
        Assert.Equal(2, agent.SignedIntents.Count(intent => intent.Contains("/present/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Program_that_begins_anew_without_asking_for_its_state_is_held_up_and_costs_its_seller_nothing()
    {
        const int Work = 80;
        const int LastQuarter = 60;
        using var key = await SellerAsync();
        await using var agent = StartAgent(key);

        // Its first run waits between its checkpoints: it is killed there.
        var job = await market.PlaceAsync(
            """
            import hypernet, time
            job = hypernet.connect()
            job.checkpoint(b"first", b"a state")
            time.sleep(10_000)
            """,
            terms => terms with { Work = TimeSpan.FromSeconds(Work) });
        await market.MineEachSecondAsync();
        await market.WhenAsync(job, state => state.Checkpoint == 2, agent);
        await agent.KillAsync();
        agent.Start();
        await market.WaitAsync(() => Task.FromResult(agent.Output.Contains("and is held up until", StringComparison.Ordinal)), agent);
        await market.WaitAsync(
            async () => (await market.Client.FindTelemetryAsync(job.Job.ToString()))?.Ranks?[0].Report.Said?.Contains("have it call restore()", StringComparison.Ordinal) == true,
            agent);

        await market.LetTimePassAsync(LastQuarter + 1);
        job = await market.WhenAsync(job, state => state is { Checkpoint: 2, Groups: [{ Present.Count: 1 }] }, agent);

        Assert.Equal(0, await agent.StopAsync());
        Assert.Equal(0, job.Groups[0].Committed.Count);
        Assert.Equal(1, agent.SignedIntents.Count(intent => intent.Contains("/commit/", StringComparison.Ordinal)));
        Assert.Contains("has not asked for its state", agent.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_without_state_goes_on_after_a_restart_with_the_time_and_the_seed_of_its_interval()
    {
        using var key = await SellerAsync();
        await using var agent = StartAgent(key);
        var job = await market.PlaceAsync("""
            import hypernet, time
            with hypernet.connect() as job:
                for number in range(job.reached, job.checkpoints):
                    job.checkpoint(b"number %d" % number + job.time.to_bytes(8, "little") + job.seed, b"")
                    time.sleep(3)
            """);
        await market.MineEachSecondAsync();
        await market.WhenAsync(job, state => state.Checkpoint == 2, agent);
        await agent.KillAsync();
        agent.Start();
        job = await market.WhenAsync(job, IsPaid, agent);

        Assert.Contains("starts its program from checkpoint 1", agent.Output, StringComparison.Ordinal);

        // What it had in place of a clock and of chance is what anybody finds on chain.
        byte[] source = [.. Convert.FromHexString(job.Job.ToString()[2..]), .. Convert.FromHexString(job.Seed.ToString()[2..])];
        var results =
            from number in Enumerable.Range(0, 2)
            let begun = job.Begun[number].ToUnixTimeSeconds()
            let seed = SHA256.HashData([.. "SEED\0\0\0\0\0\0\0\0"u8, .. BitConverter.GetBytes(number + 1), .. source])
            select Bytes32.Sha256([.. Encoding.ASCII.GetBytes($"number {number}"), .. BitConverter.GetBytes(begun), .. seed]);
        Assert.Equal(results, await Task.WhenAll(job.Groups[0].Digests.Select(market.ResultAsync)));
    }

    private static bool HasMissedReports(RunningAgent agent) => agent.Output.Contains("could not be reported", StringComparison.Ordinal);

    private static bool IsPaid(JobState job) => job.Status == JobStatus.Completed && job.Tenures[0].IsClosed;

    private async Task<PrivateKey> SellerAsync()
    {
        await market.MineAtOnceAsync();
        return PrivateKey.Parse(await market.SellerAsync());
    }

    private RunningAgent StartAgent(PrivateKey key, string? leastPrice = null)
    {
        var agent = new RunningAgent(market, $"0x{Convert.ToHexStringLower(key.Export())}", leastPrice: leastPrice);
        agent.Start();
        return agent;
    }

    // No block comes after the one that starts the job: the commitment has to wait. The answer is a snapshot before it.
    private async Task<string> MineUntilStartedAsync(JobState job, RunningAgent agent)
    {
        await market.MineByHandAsync();
        var contract = new JobContract(market.Chain, job.Job);
        string before = "";
        await market.WaitAsync(
            async () =>
            {
                before = await market.SnapshotAsync();
                await market.MineAsync();
                return await contract.StatusAsync() == JobStatus.Running;
            },
            agent);
        return before;
    }

    private async Task<ulong> PendingAsync(PrivateKey key) =>
        await market.Chain.GetTransactionCountAsync(key.Address, BlockParameter.Pending)
        - await market.Chain.GetTransactionCountAsync(key.Address, BlockParameter.Latest);

    private async Task AssertPaidAsync(JobState job, PrivateKey key, RunningAgent agent)
    {
        Assert.Equal((2, 2, Verdict.Undecided), (job.Tenures[0].SettledCells, job.Tenures[0].PaidCells, job.Tenures[0].Verdict));
        Assert.Equal(Amount.Parse("102"), await market.Collateral.FreeOfAsync(key.Address.ToAccount()));
        await AssertOneTransactionEachAsync(job, key, agent);
        Assert.Equal([ResultOf(1), ResultOf(1 + 2)], await Task.WhenAll(job.Groups[0].Digests.Select(market.ResultAsync)));
    }

    private static Bytes32 ResultOf(byte total) => Bytes32.Sha256([total, 0, 0, 0, 0, 0, 0, 0]);

    private async Task AssertOneTransactionEachAsync(JobState job, PrivateKey key, RunningAgent agent)
    {
        await market.WaitAsync(() => Task.FromResult(!Directory.Exists(Path.Combine(agent.StateFolder, "jobs", job.Job.ToString()))), agent);
        Assert.Equal(0, await agent.StopAsync());

        // Approval and deposit came before the agent.
        ulong sent = await market.Chain.GetTransactionCountAsync(key.Address, BlockParameter.Latest) - 2;
        Assert.Distinct(agent.SignedIntents);
        Assert.Equal((ulong)agent.SignedIntents.Count, sent);
    }
}
