using Hypernet.Ethereum.Keys;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Living;

/// <summary>Real agents, one of which lies about what it contributes: it is found, and all others are paid for the right result.</summary>
[Collection(nameof(LivingMarket))]
public sealed class LyingSellerTests(LivingMarket market)
{
    // Its result holds every sum. What partition p gives at step s is 1 + p + s, so a sum is 3 + 2s.
    private const string Summing = """
        import struct, time
        import hypernet

        with hypernet.connect() as job:
            job.restore()
            for number in range(job.reached + 1, job.checkpoints + 1):
                sums = []
                for step in range(10):
                    sums.append(job.comm.sum(1.0 + job.partition + step))
                    time.sleep(0.05)
                job.checkpoint(result=struct.pack("<10d", *sums), state=b"")
        """;

    private static readonly Bytes32 Truth = Bytes32.Sha256(Enumerable.Range(0, 10).SelectMany(step => BitConverter.GetBytes(3.0 + (2 * step))).ToArray());

    [Theory]
    [InlineData("contribution@2", Verdict.Expelled)]
    [InlineData("listen@2", Verdict.Wrong)]
    public async Task Liar_is_found_at_its_checkpoint_and_all_others_are_paid_for_the_truth(string lie, Verdict verdict)
    {
        var agents = new List<RunningAgent>();
        try
        {
            using var liar = PrivateKey.Parse(await StartAsync(agents, lie));
            for (int i = 1; i < 6; i++)
            {
                await StartAsync(agents, null);
            }

            var job = await market.PlaceAsync(Summing, terms => terms with { Groups = 2, Replication = 3, Quorum = 2, Checkpoints = 3 });
            await market.MineEachSecondAsync();
            job = await market.WhenAsync(job, state => state.HasEnded && state.Tenures.All(tenure => tenure.IsClosed), agents);

            string said = string.Join('\n', agents.Select(agent => agent.Output));
            Assert.True(job.Status == JobStatus.Completed, $"{job.Status}, {job.AbortReason}, run {job.Run}. {said}");
            var lying = job.Tenures.Single(tenure => tenure.Seller == new Account(liar.Address.Bytes));
            Assert.Equal((JobStatus.Completed, verdict, 2, 1), (job.Status, lying.Verdict, lying.LastCheckpoint, lying.PaidCells));
            Assert.All(job.Tenures.Where(tenure => tenure != lying), tenure => Assert.Equal((Verdict.Undecided, 3), (tenure.Verdict, tenure.PaidCells)));
            Assert.Equal(verdict == Verdict.Expelled ? 2 : 1, job.Run);
            foreach (var digest in job.Groups.SelectMany(group => group.Digests))
            {
                Assert.Equal(Truth, (await market.RecordAsync(digest)).Result);
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

    private async Task<string> StartAsync(List<RunningAgent> agents, string? lie)
    {
        await market.MineAtOnceAsync();
        string secret = await market.SellerAsync();
        agents.Add(new RunningAgent(market, secret, misconduct: lie));
        agents[^1].Start();
        return secret;
    }
}
