using Hypernet.Client;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Living;

/// <summary>Real agents, one of which is lost for good with all that it had, and the artifact store too: what it has computed is with others.</summary>
[Collection(nameof(JoinedMarketCollection))]
public sealed class KeptStateTests(LivingMarket market)
{
    // Each result depends on all sums before it: who began anew from nothing would be found out.
    private const string Summing = """
        import struct, time
        import hypernet

        with hypernet.connect() as job:
            restored = job.restore()
            done, total = (restored[0], *struct.unpack("<d", restored[1])) if restored else (0, 1.0)
            for number in range(done + 1, job.checkpoints + 1):
                for step in range(20):
                    total = job.comm.sum(total + job.partition)
                    time.sleep(0.05)
                job.checkpoint(result=struct.pack("<d", total), state=struct.pack("<d", total))
        """;

    private const int Steps = 20;

    [Fact]
    public async Task Spare_goes_on_with_the_state_that_another_group_has_kept_when_seller_and_store_are_gone()
    {
        var agents = new List<RunningAgent>();
        try
        {
            var sellers = new Dictionary<Account, RunningAgent>();
            for (int i = 0; i < 2; i++)
            {
                await StartAsync(agents, sellers);
            }

            var job = await market.PlaceAsync(Summing, terms => terms with { Groups = 2, Checkpoints = 3 });
            await market.MineEachSecondAsync();
            job = await market.WhenAsync(job, state => state.Checkpoint == 2, agents);
            int lost = job.TenureAt(0).Id;
            var (seller, other) = (sellers[job.TenureAt(0).Seller], sellers[job.TenureAt(1).Seller]);
            await WhenSaysAsync(seller, "the own checkpoint 1 is kept by rank 1, too", agents);
            await WhenSaysAsync(other, "checkpoint 1 of group 0 is kept here, too; rank 0 gave it", agents);
            await seller.KillAsync();

            // The other one shows that it is there. Without a quorum the job freezes then, and the place is to be had.
            await market.LetTimePassAsync(95);
            await market.WhenAsync(job, state => state.Groups.Count > 0 && state.Groups[1].Present.Count == 1, agents);
            await market.LetTimePassAsync(30);
            await market.WhenAsync(job, state => state.Status == JobStatus.Frozen, agents);
            var spare = await StartAsync(agents, sellers);
            await market.MineEachSecondAsync();
            await WhenSaysAsync(spare, "Apply, transaction", agents);
            string taken = market.TakeArtifacts();
            job = await market.WhenAsync(job, state => state.HasEnded && state.Tenures.All(tenure => tenure.IsClosed || tenure.Id == lost), agents);
            market.GiveArtifactsBack(taken);

            Assert.Equal(JobStatus.Completed, job.Status);
            await WhenSaysAsync(spare, "rank 0 goes on from checkpoint 1, whose state came from rank 1.", agents);
            Assert.Equal((0, 2), (job.Tenures[2].Rank, job.Tenures[2].PaidCells));

            // What could not be stored meanwhile is stored by now, or soon.
            var last = job.Groups.Select(group => ArtifactId.Parse(group.Digests[2].ToString())).ToList();
            await market.WaitAsync(async () => (await Task.WhenAll(last.Select(record => market.Client.ReadArtifactAsync(record, CheckpointRecord.Length)))).All(record => record is not null), agents);
            foreach (var group in job.Groups)
            {
                Assert.Equal(Truth(3), (await market.RecordAsync(group.Digests[2])).Result);
            }
        }
        finally
        {
            foreach (var agent in agents)
            {
                await agent.DisposeAsync();
            }
        }
    }

    private static Bytes32 Truth(int checkpoints)
    {
        double total = 1;
        for (int step = 0; step < Steps * checkpoints; step++)
        {
            total += total + 1;
        }

        return Bytes32.Sha256(BitConverter.GetBytes(total));
    }

    private Task WhenSaysAsync(RunningAgent agent, string words, IReadOnlyList<RunningAgent> agents) =>
        market.WhenSaidAsync(() => agent.Output.Contains(words, StringComparison.Ordinal), agents);

    private async Task<RunningAgent> StartAsync(List<RunningAgent> agents, Dictionary<Account, RunningAgent> sellers)
    {
        await market.MineAtOnceAsync();
        string secret = await market.SellerAsync();
        using var key = PrivateKey.Parse(secret);
        agents.Add(sellers[new Account(key.Address.Bytes)] = new RunningAgent(market, secret));
        agents[^1].Start();
        return agents[^1];
    }
}
