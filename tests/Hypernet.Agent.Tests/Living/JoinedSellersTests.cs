using System.Collections.Immutable;
using System.Text;
using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;
using Hypernet.Runtime.Launching;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Agent.Tests.Living;

/// <summary>Real agents whose programs compute together: over TLS, out of their sandboxes, as the sellers of one job.</summary>
[Collection(nameof(LivingMarket))]
public sealed class JoinedSellersTests(LivingMarket market)
{
    // Sums that depend on each other, and a fit of the rows of all partitions. It prints what it hands in.
    private const string Fitting = """
        import struct, time
        import hypernet

        with hypernet.connect() as job:
            rows = [[1.0, (i * 37 + 11 * job.partition) % 101 / 7] for i in range(50)]
            total = 0.0
            for number in range(1, job.checkpoints + 1):
                for step in range(STEPS):
                    total = job.comm.sum(1.0 / (3 + step + job.partition) + total / 7, name="step")
                    if step == 3:
                        job.log(f"under way to {number}")
                    time.sleep(PAUSE)
                fit = job.comm.least_squares(rows, [row[1] * number + (i % 7) / 3 for i, row in enumerate(rows)])
                result = struct.pack("<4d", total, *fit.coefficients, fit.residual_norm)
                print(result.hex(), flush=True)
                job.checkpoint(result=result, state=b"")
        """;

    [Fact]
    public async Task Two_sellers_compute_one_fit_and_are_paid_for_the_bits_of_one_machine()
    {
        await using var sellers = await StartAsync(2);
        string program = Fitting.Replace("STEPS", "5", StringComparison.Ordinal).Replace("PAUSE", "0", StringComparison.Ordinal);
        var job = await market.PlaceAsync(program, terms => terms with { Groups = 2 });
        await market.MineEachSecondAsync();

        job = await market.WhenAsync(job, state => state.HasEnded && state.Tenures.All(tenure => tenure.IsClosed), sellers.Agents);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.All(job.Tenures, tenure => Assert.Equal((2, 2), (tenure.SettledCells, tenure.PaidCells)));
        Assert.All(job.Tenures, tenure => Assert.StartsWith("127.0.0.1:", tenure.Endpoint, StringComparison.Ordinal));
        await AssertResultsAsync(job, program, operations: 5 + 1);
    }

    [Fact]
    public async Task Replicas_of_a_killed_supplier_go_on_without_it_to_the_same_bits()
    {
        await using var sellers = await StartAsync(6);
        string program = Fitting.Replace("STEPS", "40", StringComparison.Ordinal).Replace("PAUSE", "0.05", StringComparison.Ordinal);
        var job = await market.PlaceAsync(program, terms => terms with { Groups = 2, Replication = 3, Quorum = 2 });
        await market.MineEachSecondAsync();
        job = await market.WhenAsync(job, state => state.Status == JobStatus.Running, sellers.Agents);
        var supplier = job.TenureAt(0);
        await WhenAllSayAsync([sellers.Of(supplier.Seller)], "under way to 1");
        await sellers.Of(supplier.Seller).KillAsync();

        // Nobody knows that it will never commit: the window of its group has to pass.
        await market.WhenAsync(job, state => state.Groups.Count > 0 && state.Groups[1].SettledCheckpoint == 1 && state.Groups[0].Committed.Count == 2, sellers.Agents);
        await market.LetTimePassAsync(121);
        job = await market.WhenAsync(job, state => state.HasEnded && state.Tenures.All(tenure => tenure.IsClosed || tenure.Id == supplier.Id), sellers.Agents);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(Verdict.Missed, job.Tenures[supplier.Id].Verdict);
        await WhenAllSayAsync([.. sellers.Agents.Except([sellers.Of(supplier.Seller)])], "rank 0 has nobody");
        Assert.All(job.Tenures.Where(tenure => tenure.Id != supplier.Id), tenure => Assert.Equal((2, 2), (tenure.SettledCells, tenure.PaidCells)));
        await AssertResultsAsync(job, program, operations: 40 + 1);
    }

    [Fact]
    public async Task Seller_that_was_killed_amid_calls_cannot_take_them_up_again_and_says_so_as_does_who_waits_for_it()
    {
        await using var sellers = await StartAsync(2);
        string program = Fitting.Replace("STEPS", "400", StringComparison.Ordinal).Replace("PAUSE", "0.05", StringComparison.Ordinal);
        var job = await market.PlaceAsync(program, terms => terms with { Groups = 2 });
        await market.MineEachSecondAsync();
        await WhenAllSayAsync(sellers.Agents, "under way to 1");

        await sellers.Agents[0].KillAsync();
        sellers.Agents[0].Start();

        await WhenAllSayAsync([sellers.Agents[0]], "the other ranks have computed together with a process of this seller that is gone");
        await WhenAllSayAsync([sellers.Agents[1]], "held up, for its calls cannot be answered: partitions");

        // Neither pays for it: the clock of the round is put to the half of its window, where who is held up shows presence.
        await market.LetTimePassAsync(60);
        await market.WhenAsync(job, state => state.Groups.Sum(group => group.Present.Count) == 2, sellers.Agents);
    }

    [Fact]
    public async Task Program_that_fails_between_calls_is_a_result_that_costs_nobody_anything_also_who_waits_for_it()
    {
        await using var sellers = await StartAsync(2);
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

    private Task WhenAllSayAsync(IReadOnlyList<RunningAgent> agents, string words) =>
        market.WaitAsync(() => Task.FromResult(agents.All(agent => agent.Output.Contains(words, StringComparison.Ordinal))), agents);

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

    private async Task<StartedSellers> StartAsync(int count)
    {
        await market.MineAtOnceAsync();
        var agents = ImmutableArray.CreateBuilder<(Account, RunningAgent)>();
        for (int i = 0; i < count; i++)
        {
            string secret = await market.SellerAsync();
            using var key = PrivateKey.Parse(secret);
            agents.Add((key.Address.ToAccount(), new RunningAgent(market, secret)));
            agents[i].Item2.Start();
        }

        return new StartedSellers(agents.ToImmutable());
    }

    private sealed class StartedSellers(ImmutableArray<(Account Seller, RunningAgent Agent)> sellers) : IAsyncDisposable
    {
        public IReadOnlyList<RunningAgent> Agents => [.. sellers.Select(each => each.Agent)];

        public RunningAgent Of(Account seller) => sellers.First(each => each.Seller == seller).Agent;

        public async ValueTask DisposeAsync()
        {
            foreach (var (_, agent) in sellers)
            {
                await agent.DisposeAsync();
            }
        }
    }
}
