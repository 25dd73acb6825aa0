using System.Globalization;
using System.Security.Cryptography;
using Xunit;

namespace Hypernet.Consensus.Processes;

/// <summary>Real processes, real sockets, SIGKILL.</summary>
public sealed class KilledProcessTests
{
    private const int Operations = 2;

    // Frames that a rank of a star sends and is given in two sums of four ranks: those of rank 0, its middle, are three times as many.
    public static TheoryData<int, int, int, QuorumRule> Deaths()
    {
        var data = new TheoryData<int, int, int, QuorumRule>();
        for (int at = 0; at < 12; at++)
        {
            data.Add(4, 0, at, QuorumRule.Survivors);
        }

        for (int at = 0; at < 4; at++)
        {
            data.Add(4, 2, at, QuorumRule.Survivors);
        }

        data.Add(8, 0, 10, QuorumRule.Survivors);
        data.Add(8, 5, 3, QuorumRule.Survivors);
        data.Add(6, 0, 15, QuorumRule.Survivors);

        // By a majority of five ranks: a census of three rounds, each a frame out and a frame in.
        for (int at = 0; at < 12; at++)
        {
            data.Add(5, at % 5, at, QuorumRule.Majority);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Survivors_of_a_killed_process_have_the_exact_answer(int size, int victim, int dieAt, QuorumRule quorum)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        string token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var ranks = Enumerable.Range(0, size).Select(rank => new RankProcess(rank, Operations, token, rank == victim ? dieAt : null, quorum)).ToList();
        try
        {
            string[] ports = await Task.WhenAll(ranks.Select(rank => rank.PortAsync(patience.Token)));
            await Task.WhenAll(ranks.Select(rank => rank.TellPortsAsync(string.Join(' ', ports))));
            var ends = await Task.WhenAll(ranks.Select(rank => rank.EndAsync(patience.Token)));

            Assert.Equal(128 + 9, ranks[victim].ExitCode);
            var survivors = ranks.Where(rank => rank.Rank != victim).ToList();
            Assert.All(survivors, rank => Assert.True(rank.ExitCode == 0, ends[rank.Rank].Errors));
            string[] first = ends[survivors[0].Rank].Lines;
            Assert.Equal(Operations, first.Length);
            Assert.All(survivors, rank => Assert.Equal(first, ends[rank.Rank].Lines));
            Assert.All(first, line => CheckExact(line, survivors.Select(rank => rank.Rank)));
        }
        finally
        {
            ranks.ForEach(rank => rank.Dispose());
        }
    }

    private static void CheckExact(string line, IEnumerable<int> survivors)
    {
        string[] fields = line.Split(' ', 3);
        int number = int.Parse(fields[0], CultureInfo.InvariantCulture);
        int[] contributors = [.. fields[2].Split(", ").Select(slot => int.Parse(slot, CultureInfo.InvariantCulture))];
        Assert.Empty(survivors.Except(contributors));
        Assert.Equal(contributors.Sum(rank => Math.ScaleB(1 + number, 3 * rank)), double.Parse(fields[1], CultureInfo.InvariantCulture));
    }
}
