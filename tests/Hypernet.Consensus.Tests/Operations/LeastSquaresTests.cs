using System.Collections.Concurrent;
using Hypernet.Network.Simulation;
using Xunit;
using static Hypernet.Consensus.SimulatedRanks;

namespace Hypernet.Consensus.Operations;

public sealed class LeastSquaresTests
{
    [Fact]
    public async Task Every_bit_is_the_same_for_any_number_of_ranks()
    {
        string alone = Assert.Single(await FitAsync(1, partitions: 64));
        foreach (int size in (int[])[2, 3, 4, 7, 8, 16, 33, 64])
        {
            Assert.Equal(alone, Assert.Single(await FitAsync(size, partitions: 64)));
        }
    }

    [Fact]
    public async Task Wherever_a_rank_dies_the_fit_is_that_of_the_whole_or_says_what_is_missing()
    {
        const int Size = 4;
        const int Victim = 2;
        string whole = Assert.Single(await FitAsync(Size, partitions: 8));
        var endings = new HashSet<bool>();
        for (int point = 0; point < 32; point++)
        {
            var fits = await FitAsync(Size, partitions: 8, network => network.CrashAt(Victim, point));

            string fit = Assert.Single(fits);
            Assert.True(fit == whole || fit.EndsWith("missing 4 to 5", StringComparison.Ordinal), $"Point {point}: {fit}");
            endings.Add(fit == whole);
        }

        Assert.Equal(2, endings.Count);
    }

    [Fact]
    public Task A_matrix_for_each_rank_is_a_partition_for_each() => RunAsync(3, async group =>
    {
        double[,] rows = { { 1, group.Rank }, { 1, 5 + group.Rank } };

        var fit = await group.LeastSquaresAsync(rows, new[] { 4.0 - group.Rank, -1 - group.Rank });

        Assert.Equal([4.0, -1.0], fit.Value.Coefficients);
        Assert.Equal(6, fit.Value.Rows);
        Assert.Equal([0, 1, 2], fit.Contributors);
    });

    [Fact]
    public Task A_partition_that_nobody_gave_is_missing() => RunAsync(2, async group =>
    {
        var fit = await group.LeastSquaresAsync(1, group.Rank == 0 ? [Line(0), Line(2)] : [], new LeastSquaresOptions { Partitions = 4 });

        Assert.Equal([1, 3], fit.Value.MissingPartitions);
        Assert.Equal([2.0], fit.Value.Coefficients);
    });

    [Fact]
    public Task A_partition_that_two_ranks_gave_is_an_error_at_every_rank() => RunAsync(3, async group =>
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.LeastSquaresAsync(1, [Line(group.Rank / 2)])));

    [Fact]
    public Task A_row_without_number_is_an_error_at_every_rank() => RunAsync(3, async group =>
    {
        double[,] rows = { { 1 }, { group.Rank == 1 ? double.NaN : 1 } };

        var fault = await Assert.ThrowsAsync<InvalidCallException>(async () => await group.LeastSquaresAsync(rows, new double[2]));

        Assert.Equal("Row 1 of partition 1 has a NaN or an infinity: leave the row out, or mend it.", fault.Message);
    });

    [Fact]
    public Task Too_few_rows_are_an_error_at_every_rank() => RunAsync(3, async group =>
        await Assert.ThrowsAsync<SingularSystemException>(async () => await group.LeastSquaresAsync(new double[group.Rank % 2, 2], new double[group.Rank % 2])));

    [Fact]
    public Task Problems_of_different_shape_are_a_mismatch_at_every_rank() => RunAsync(3, async group =>
        await Assert.ThrowsAsync<ProgramMismatchException>(async () => await group.LeastSquaresAsync(group.Rank == 0 ? 2 : 1, [])));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(LeastSquaresPartition.MaxColumns + 1, 1)]
    [InlineData(1, LeastSquaresOptions.MaxPartitions + 1)]
    [InlineData(1, -1)]
    public Task A_shape_beyond_the_bounds_is_refused(int columns, int partitions) => RunAsync(1, async group =>
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.LeastSquaresAsync(columns, [], new LeastSquaresOptions { Partitions = partitions })));

    [Fact]
    public Task A_partition_of_another_problem_is_refused() => RunAsync(1, async group =>
    {
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.LeastSquaresAsync(1, [Line(1)]));
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.LeastSquaresAsync(2, [Line(0)]));
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.LeastSquaresAsync(new double[2, 1], new double[3]));
    });

    private static async Task<IReadOnlySet<string>> FitAsync(int size, int partitions, Action<SimulatedNetwork>? prepare = null)
    {
        var fits = new ConcurrentBag<string>();
        var options = new LeastSquaresOptions { Partitions = partitions };
        await RunAsync(
            size,
            async group =>
            {
                var own = Enumerable.Range(0, partitions).Where(partition => partition * size / partitions == group.Rank);
                var fit = await group.LeastSquaresAsync(11, [.. own.Select(index => LeastSquaresSolverTests.Partition(Filip.Rows, index, partitions))], options);
                fits.Add(Bits(fit.Value));
            },
            prepare);
        return fits.ToHashSet();
    }

    private static string Bits(LeastSquaresFit fit)
    {
        string numbers = string.Join(' ', fit.Coefficients.Concat(fit.StandardErrors).Append(fit.ResidualNorm).Select(BitConverter.DoubleToInt64Bits));
        return fit.MissingPartitions.Count == 0 ? numbers : $"{numbers} missing {fit.MissingPartitions[0]} to {fit.MissingPartitions[^1]}";
    }

    private static LeastSquaresPartition Line(int index)
    {
        var partition = new LeastSquaresPartition(index, columns: 1);
        partition.Add([1 + index], 2 * (1 + index));
        return partition;
    }
}
