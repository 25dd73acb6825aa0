using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Living.Namespaces;

/// <summary>Real agents, each in a network namespace of its own, whose links are cut amid a job and put back.</summary>
[Collection(nameof(LivingMarket))]
public sealed partial class CutLinkTests(LivingMarket market) : IAsyncLifetime
{
    private const int Partitions = 2;
    private const int Replicas = 3;
    private const int Checkpoints = 2;
    private const int Steps = 200;

    // Answers that others must have got since, before silence on the other side says something.
    private const int Margin = 40;

    private const string Program = """
        import struct, time
        import hypernet

        with hypernet.connect() as job:
            done, state = job.restore() or (0, bytes(8))
            (total,) = struct.unpack("<d", state)
            for number in range(done + 1, job.checkpoints + 1):
                for step in range(STEPS):
                    total = job.comm.sum(1.0 / (3 + step + job.partition) + total / 7, name="step")
                    job.log(f"answer {number}.{step} is {total.hex()}")
                    time.sleep(0.05)
                job.checkpoint(result=struct.pack("<d", total), state=struct.pack("<d", total))
        """;

    private readonly Dictionary<Account, (RunningAgent Agent, SellerPlace Place)> _sellers = [];
    private SellerNetwork? _network;

    private IReadOnlyList<RunningAgent> Agents => [.. _sellers.Values.Select(seller => seller.Agent)];

    public Task InitializeAsync() => market.MineAtOnceAsync();

    public async Task DisposeAsync()
    {
        foreach (var agent in Agents)
        {
            await agent.DisposeAsync();
        }

        await (_network?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [NamespaceFact]
    public async Task One_side_at_most_answers_while_links_are_cut_and_all_are_paid_for_the_right_result()
    {
        _network = await SellerNetwork.CreateAsync(Partitions * Replicas, market.ChainUrl, market.ServerUrl);
        foreach (var place in _network.Places)
        {
            string secret = await market.SellerAsync();
            using var key = PrivateKey.Parse(secret);
            var agent = new RunningAgent(market, secret, place);
            _sellers.Add(key.Address.ToAccount(), (agent, place));
            agent.Start();
        }

        string program = Program.Replace("STEPS", $"{Steps}", StringComparison.Ordinal);
        var job = await market.PlaceAsync(program, terms => terms with { Groups = Partitions, Replication = Replicas, Quorum = 2, Checkpoints = Checkpoints });
        await market.MineEachSecondAsync();
        job = await market.WhenAsync(job, state => state.Status == JobStatus.Running, Agents);

        // A supplier first, then one replica of each partition, who reach each other still.
        var alone = At(job, 0);
        await CutAsync(1, [0], () => _network.CutAsync(alone.Place), () => _network.MendAsync(alone.Place), job);
        int[] line = [.. Enumerable.Range(0, Partitions).Select(partition => (partition * Replicas) + 1)];
        await CutAsync(2, line, () => _network.PartAsync(line.Select(rank => At(job, rank).Place)), _network.JoinAsync, job);

        job = await market.WhenAsync(job, state => state.HasEnded && state.Tenures.All(tenure => tenure.IsClosed), Agents);
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.All(job.Tenures, tenure => Assert.Equal((Verdict.Undecided, Checkpoints, Checkpoints), (tenure.Verdict, tenure.SettledCells, tenure.PaidCells)));
        foreach (var group in job.Groups)
        {
            Assert.Equal(Expected(), await Task.WhenAll(group.Digests.Select(market.ResultAsync)));
        }
    }

    /// <summary>Cuts some ranks off while a checkpoint is computed, until the others have gone on without them, and puts the links back.</summary>
    private async Task CutAsync(int checkpoint, int[] ranks, Func<Task> cutAsync, Func<Task> mendAsync, JobState job)
    {
        var inside = ranks.Select(rank => At(job, rank).Agent).ToList();
        var outside = Agents.Except(inside).ToList();
        await market.WhenSaidAsync(() => Agents.All(agent => LastAnswer(agent) >= At(checkpoint, 20)), Agents);
        await cutAsync();
        int amid = Agents.Max(LastAnswer);
        await market.WhenSaidAsync(() => outside.All(agent => LastAnswer(agent) > amid + Margin), Agents);

        // An answer may have been on its way.
        Assert.All(inside, agent => Assert.InRange(LastAnswer(agent), At(checkpoint, 20), amid + 1));
        await mendAsync();
    }

    private (RunningAgent Agent, SellerPlace Place) At(JobState job, int rank) => _sellers[job.TenureAt(rank).Seller];

    private static int At(int checkpoint, int step) => ((checkpoint - 1) * Steps) + step;

    private static int LastAnswer(RunningAgent agent) => Answer().Matches(agent.Output)
        .Select(match => At(Number(match.Groups[1]), Number(match.Groups[2])))
        .DefaultIfEmpty(-1)
        .Max();

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // Of two partitions the exact sum, rounded once, is the sum of doubles.
    private static IEnumerable<Bytes32> Expected()
    {
        double total = 0;
        byte[] result = new byte[sizeof(double)];
        for (int number = 1; number <= Checkpoints; number++)
        {
            for (int step = 0; step < Steps; step++)
            {
                total = ((1.0 / (3 + step)) + (total / 7)) + ((1.0 / (4 + step)) + (total / 7));
            }

            BinaryPrimitives.WriteDoubleLittleEndian(result, total);
            yield return Bytes32.Sha256(result);
        }
    }

    [GeneratedRegex(@"answer (\d+)\.(\d+) is")]
    private static partial Regex Answer();
}
