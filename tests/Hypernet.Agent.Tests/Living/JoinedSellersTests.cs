using System.Text;
using Hypernet.Contracts;
using Hypernet.Market;
using Hypernet.Runtime.Launching;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Agent.Tests.Living;

/// <summary>Real agents whose programs compute together: over TLS, out of their sandboxes, as the sellers of one job.</summary>
[Collection(nameof(JoinedMarketCollection))]
public sealed class JoinedSellersTests(LivingMarket market)
{
    // Sums that depend on each other, and a fit of the rows of all partitions. It prints what it hands in.
    private const string Fitting = """
        import struct, time
        import hypernet

        with hypernet.connect() as job:
            rows = [[1.0, (i * 37 + 11 * job.partition) % 101 / 7] for i in range(50)]
            restored = job.restore()
            done, total = (restored[0], *struct.unpack("<d", restored[1])) if restored else (0, 0.0)
            for number in range(done + 1, job.checkpoints + 1):
                for step in range(STEPS):
                    total = job.comm.sum(1.0 / (3 + step + job.partition) + total / 7, name="step")
                    if step == 3:
                        job.log(f"under way to {number}")
                    job.progress(step + 1, STEPS)
                    time.sleep(0.05)
                fit = job.comm.least_squares(rows, [row[1] * number + (i % 7) / 3 for i, row in enumerate(rows)])
                result = struct.pack("<4d", total, *fit.coefficients, fit.residual_norm)
                print(result.hex(), flush=True)
                job.checkpoint(result=result, state=struct.pack("<d", total))
        """;

    [Fact]
    public async Task Two_sellers_compute_one_fit_and_are_paid_for_the_bits_of_one_machine()
    {
        await using var sellers = await StartedSellers.StartAsync(market, 2);
        string program = Program(steps: 5);
        var job = await market.PlaceAsync(program, terms => terms with { Groups = 2 });
        await market.MineEachSecondAsync();

        job = await market.WhenAsync(job, state => state.HasEnded && state.Tenures.All(tenure => tenure.IsClosed), sellers.Agents);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.All(job.Tenures, tenure => Assert.Equal((2, 2), (tenure.SettledCells, tenure.PaidCells)));
        Assert.All(job.Tenures, tenure => Assert.StartsWith("127.0.0.1:", tenure.Endpoint, StringComparison.Ordinal));
        await AssertResultsAsync(job, program, operations: 5 + 1);

        // They agreed, so nobody had to commit on chain.
        var events = await market.EventsAsync(job, happened => happened is JobEvent.JobCompleted);
        Assert.DoesNotContain(events, happened => happened is JobEvent.ResultCommitted);
        Assert.Equal(
            [(1, 0), (1, 1), (2, 0), (2, 1)],
            events.OfType<JobEvent.CheckpointSettled>().Where(settled => settled.Path == SettlementPath.Together).Select(settled => (settled.Checkpoint, settled.Group)));

        // Each agent tells what the other one's program has said, too, as long as that one is there: whoever leaves first, to the end.
        var told = await market.Client.FindTelemetryAsync(job.Job.ToAddress().ToString());
        Assert.Equal(2, told!.Ranks!.Count);
        Assert.Contains(told.Ranks, rank => rank.Report.Rows.Select(row => row.Partition).Order().SequenceEqual([0, 1]));
        Assert.Contains(told.Ranks, rank => rank.Report.Members == 2);
    }

    [Fact]
    public async Task Killed_supplier_is_replaced_by_a_seller_that_joins_at_a_barrier_to_the_same_bits()
    {
        await using var sellers = await StartedSellers.StartAsync(market, 6);
        string program = Program(steps: 40);
        var job = await market.PlaceAsync(program, terms => terms with { Groups = 2, Replication = 3, Quorum = 2, Checkpoints = 3 });
        await market.MineEachSecondAsync();
        job = await market.WhenAsync(job, state => state.Status == JobStatus.Running, sellers.Agents);
        var supplier = job.TenureAt(0);
        await WhenAllSayAsync([sellers.Of(supplier.Seller)], "under way to 1");
        await sellers.Of(supplier.Seller).KillAsync();

        // Nobody knows that it will never commit: the window of its group has to pass.
        await market.WhenAsync(job, state => state.Groups.Count > 0 && state.Groups[1].SettledCheckpoint == 1 && state.Groups[0].Committed.Count == 2, sellers.Agents);
        var spare = await sellers.StartAsync(market);
        await market.MineEachSecondAsync();
        await market.LetTimePassAsync(121);
        job = await market.WhenAsync(job, state => state.HasEnded && state.Tenures.All(tenure => tenure.IsClosed || tenure.Id == supplier.Id), sellers.Agents);

        Assert.Equal((JobStatus.Completed, 1), (job.Status, job.Run));
        Assert.Equal(Verdict.Missed, job.Tenures[supplier.Id].Verdict);
        Assert.All(job.Tenures.Take(6).Where(tenure => tenure.Id != supplier.Id), tenure => Assert.Equal((3, 3), (tenure.SettledCells, tenure.PaidCells)));
        Assert.Equal((0, 3, 1, 1), (job.Tenures[6].Rank, job.Tenures[6].FirstCheckpoint, job.Tenures[6].SettledCells, job.Tenures[6].PaidCells));
        await WhenAllSayAsync([spare], "run 1: rank 0 waits for the others to let it in, since the run began before it was at work");
        await AssertResultsAsync(job, program, operations: 40 + 1);
    }

    [Fact]
    public async Task Seller_that_is_killed_amid_calls_and_one_that_comes_late_take_part_in_the_same_round()
    {
        await using var sellers = await StartedSellers.StartAsync(market, 6);

        // More than a replica can be behind by: for who is late all others wait, until they go on without it.
        string program = Program(steps: 150);
        var job = await market.PlaceAsync(program, terms => terms with { Groups = 2, Replication = 3, Quorum = 2 });
        job = await market.WhenAsync(job, state => state.Status == JobStatus.Filled, sellers.Agents);
        var late = job.Tenures[0].Seller;
        await sellers.Of(late).KillAsync();
        await market.MineEachSecondAsync();
        job = await market.WhenAsync(job, state => state.Status == JobStatus.Running, sellers.Agents);
        int group = 1 - job.GroupOf(job.Tenures[0].Rank);
        var killed = sellers.Of(job.TenureAt(3 * group).Seller);
        var others = Enumerable.Range(0, 6).Where(rank => rank != job.Tenures[0].Rank).ToList();
        await WhenAllSayAsync([.. others.Select(rank => sellers.Of(job.TenureAt(rank).Seller))], $"ranks {string.Join(", ", others)} compute together from now on");

        await killed.KillAsync();
        killed.Start();
        sellers.Of(late).Start();
        job = await market.WhenAsync(job, IsPaid, sellers.Agents);

        // The late one did not know that the others had gone on without it.
        await WhenAllSayAsync([killed, sellers.Of(late)], "waits for the others to let it in, since it has taken part in this run before");
        await WhenAllSayAsync([sellers.Of(late)], "held up, for its calls cannot be answered");
        Assert.Equal((JobStatus.Completed, 1, 0), (job.Status, job.Run, job.Groups.Max(each => each.Attempt)));
        Assert.All(job.Tenures, tenure => Assert.Equal((2, 2), (tenure.SettledCells, tenure.PaidCells)));
        await AssertResultsAsync(job, program, operations: 150 + 1);
    }

    [Fact]
    public async Task Group_that_is_killed_as_a_whole_waits_until_all_begin_anew_without_who_stays_away()
    {
        await using var sellers = await StartedSellers.StartAsync(market, 6);
        string program = Program(steps: 100);
        var job = await market.PlaceAsync(program, terms => terms with { Groups = 2, Replication = 3, Quorum = 2 });
        await market.MineEachSecondAsync();
        job = await market.WhenAsync(job, state => state.Status == JobStatus.Running, sellers.Agents);
        var gone = job.TenureAt(0);
        var group = Enumerable.Range(0, 3).Select(rank => sellers.Of(job.TenureAt(rank).Seller)).ToList();
        await WhenAllSayAsync(group, "under way to 1");

        await Task.WhenAll(group.Select(agent => agent.KillAsync()));
        group.RemoveAt(0);
        group.ForEach(agent => agent.Start());
        await WhenAllSayAsync(group, "waits for the others to let it in");
        await PassWindowAsync(job, present: 5, sellers.Agents);
        job = await market.WhenAsync(job, state => state.HasEnded && state.Tenures.All(tenure => tenure.IsClosed || tenure.Id == gone.Id), sellers.Agents);

        Assert.Equal((JobStatus.Completed, 3, 0), (job.Status, job.Run, job.Groups.Max(each => each.Attempt)));
        Assert.Equal(Verdict.Missed, job.Tenures[gone.Id].Verdict);
        Assert.All(job.Tenures.Where(tenure => tenure.Id != gone.Id), tenure => Assert.Equal((2, 2), (tenure.SettledCells, tenure.PaidCells)));
        await AssertResultsAsync(job, program, operations: 100 + 1);
    }

    [Fact]
    public async Task Without_replicas_a_seller_that_was_killed_amid_calls_takes_them_up_when_the_rounds_begin_anew()
    {
        await using var sellers = await StartedSellers.StartAsync(market, 2);
        string program = Program(steps: 100);
        var job = await market.PlaceAsync(program, terms => terms with { Groups = 2 });
        await market.MineEachSecondAsync();
        await WhenAllSayAsync(sellers.Agents, "under way to 1");

        await sellers.Agents[0].KillAsync();
        sellers.Agents[0].Start();

        await WhenAllSayAsync([sellers.Agents[0]], "without replicas nobody knows what it was answered");
        await WhenAllSayAsync([sellers.Agents[1]], "held up, for its calls cannot be answered: partitions");
        await PassWindowAsync(job, present: 2, sellers.Agents);
        job = await market.WhenAsync(job, IsPaid, sellers.Agents);

        // Neither has paid for it.
        Assert.Equal((JobStatus.Completed, 3), (job.Status, job.Run));
        Assert.All(job.Tenures, tenure => Assert.Equal((2, 2, 0), (tenure.SettledCells, tenure.PaidCells, tenure.ForfeitedCells)));
        await AssertResultsAsync(job, program, operations: 100 + 1);
    }

    [Fact]
    public async Task Programs_that_call_nothing_go_on_when_a_round_begins_anew()
    {
        await using var sellers = await StartedSellers.StartAsync(market, 2);
        var job = await market.PlaceAsync(
            """
            import time
            import hypernet

            with hypernet.connect() as job:
                for number in range(1, job.checkpoints + 1):
                    if (job.partition, number) == (0, 1):
                        time.sleep(15)
                    job.checkpoint(result=b"done", state=b"")
            """,
            terms => terms with { Groups = 2 });
        await market.MineEachSecondAsync();
        await market.WhenAsync(job, state => state.Groups.Count > 0 && state.Groups[1].SettledCheckpoint == 1, sellers.Agents);

        await market.LetTimePassAsync(95);
        await market.WhenAsync(job, state => state.Groups.Count > 0 && state.Groups[0].Present.Count == 1, sellers.Agents);
        await market.LetTimePassAsync(30);
        job = await market.WhenAsync(job, IsPaid, sellers.Agents);

        Assert.Equal((JobStatus.Completed, 2), (job.Status, job.Run));
        Assert.All(sellers.Agents, agent => Assert.Equal(2, agent.Output.Split("starts its program").Length));
    }

    [Fact]
    public async Task Program_that_fails_between_calls_is_a_result_that_costs_nobody_anything_also_who_waits_for_it()
    {
        await using var sellers = await StartedSellers.StartAsync(market, 2);
        var job = await market.PlaceAsync(
            """
            import hypernet

            with hypernet.connect() as job:
                job.comm.sum(1.0)
                if job.partition == 0:
                    raise SystemExit(3)
                job.comm.sum(2.0)
            """,
            terms => terms with { Groups = 2 });
        await market.MineEachSecondAsync();

        job = await market.WhenAsync(job, state => state.HasEnded && state.Tenures.All(tenure => tenure.IsClosed), sellers.Agents);

        Assert.Equal((JobStatus.Aborted, AbortReason.ProgramFailed), (job.Status, job.AbortReason));
        Assert.All(job.Tenures, tenure => Assert.Equal((Verdict.Undecided, 0), (tenure.Verdict, tenure.ForfeitedCells)));
        Assert.All(
            await Task.WhenAll(job.Tenures.Select(tenure => market.Collateral.FreeOfAsync(tenure.Seller))),
            free => Assert.Equal(Amount.Parse("100"), free));
    }

    private static bool IsPaid(JobState job) => job.HasEnded && job.Tenures.All(tenure => tenure.IsClosed);

    private static string Program(int steps) => Fitting.Replace("STEPS", $"{steps}", StringComparison.Ordinal);

    // The clock of the rounds is put to where whoever waits shows presence, and then to their end.
    private async Task PassWindowAsync(JobState job, int present, IReadOnlyList<RunningAgent> agents)
    {
        await market.LetTimePassAsync(95);
        await market.WhenAsync(job, state => state.Groups.Sum(group => group.Present.Count) == present, agents);
        await market.LetTimePassAsync(30);
        await market.WhenAsync(job, state => state.Run == 1 + state.Terms.Groups, agents);
    }

    private Task WhenAllSayAsync(IReadOnlyList<RunningAgent> agents, string words) =>
        market.WhenSaidAsync(() => agents.All(agent => agent.Output.Contains(words, StringComparison.Ordinal)), agents);

    private async Task AssertResultsAsync(JobState job, string program, int operations)
    {
        var expected = await OnOneMachineAsync(program, job.Terms.Groups, job.Terms.Checkpoints);
        foreach (var group in job.Groups)
        {
            var records = await Task.WhenAll(group.Digests.Select(market.RecordAsync));
            Assert.Equal(expected, records.Select(record => record.Result));
            Assert.All(records, record => Assert.Equal((ulong)operations, record.Operations));
            Assert.All(records, record => Assert.NotEqual(Transcript.Start(job.Job, record.Context.Checkpoint, record.Context.Group), record.Transcript));
        }
    }

    // The hashes of what one run hands in whose ranks are the partitions.
    private static async Task<IReadOnlyList<Bytes32>> OnOneMachineAsync(string program, int partitions, int checkpoints)
    {
        using var folder = new TemporaryFolder();
        using var output = new MemoryStream();
        await File.WriteAllTextAsync(folder.Of("main.py"), program);
        await using var run = await LocalRun.StartAsync(
            new LocalRunOptions
            {
                Command = ["python3", folder.Of("main.py")],
                Ranks = partitions,
                Checkpoints = checkpoints,
                IsLabelled = false,
                Output = output,
                Error = Stream.Null,
                Tell = _ => { },
            },
            TimeProvider.System);
        Assert.Equal(Enumerable.Repeat(0, partitions), (await run.Completion).Ranks.Select(rank => rank.ExitCode));
        string[] lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(partitions * checkpoints, lines.Length);
        return [.. lines.Distinct().Select(line => Bytes32.Sha256(Convert.FromHexString(line)))];
    }
}
