using Xunit;
using static Hypernet.Consensus.SimulatedRanks;

namespace Hypernet.Consensus.Operations;

public sealed class DistributedAlgebraTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task A_dot_product_is_the_exact_one_rounded(int size)
    {
        var random = new Random(size);
        double[] x = Wild(random, 700);
        double[] y = Wild(random, 700);
        var exact = Enumerable.Range(0, x.Length).Aggregate(Rational.Zero, (sum, i) => sum + (Rational.Of(x[i]) * Rational.Of(y[i])));

        await RunAsync(size, async group =>
        {
            var part = Part(x.Length, group);
            var product = await group.DotAsync(x.AsMemory(part), y.AsMemory(part));

            Assert.True(exact.IsNearest(product.Value));
            Assert.Equal(0, product.ErrorBound);
        });
    }

    [Fact]
    public Task Parts_of_different_length_are_refused() => RunAsync(1, async group =>
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.DotAsync(new double[2], new double[3])));

    [Theory]
    [InlineData(3, 4, 5)]
    [InlineData(3e300, 4e300, 5e300)]
    [InlineData(3e-300, 4e-300, 5e-300)]
    [InlineData(1e200, 1e-200, 1e200)]
    [InlineData(5e-324, 0, 5e-324)]
    [InlineData(0, -0.0, 0)]
    [InlineData(1, double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(1e300, double.NaN, double.NaN)]
    [InlineData(double.MaxValue, double.MaxValue, double.PositiveInfinity)]
    public Task A_norm_leaves_the_range_of_doubles_only_if_it_is_beyond_it(double x, double y, double norm) => RunAsync(2, async group =>
    {
        var result = await group.NormAsync(new[] { group.Rank == 0 ? x : y });

        Assert.Equal(norm, result.Value, double.IsFinite(norm) ? 2 * Math.BitIncrement(norm) - (2 * norm) : 0);
    });

    [Fact]
    public async Task Small_elements_count_beside_one_that_is_barely_not()
    {
        double small = Math.ScaleB(1, -501);
        double middle = Math.ScaleB(1, -500);

        await RunAsync(2, async group => Assert.Equal(Math.ScaleB(Math.Sqrt(1.25), -500), (await group.NormAsync(new[] { group.Rank == 0 ? small : middle })).Value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Both_ways_of_spreading_a_matrix_give_the_exact_product_rounded(int size)
    {
        var random = new Random(size);
        const int Rows = 9;
        const int Columns = 5;
        double[] matrix = Wild(random, Rows * Columns);
        double[] x = Wild(random, Columns);
        var exact = Enumerable.Range(0, Rows).Select(i => Enumerable.Range(0, Columns).Aggregate(Rational.Zero, (sum, j) => sum + (Rational.Of(matrix[(i * Columns) + j]) * Rational.Of(x[j])))).ToList();

        await RunAsync(size, async group =>
        {
            var (firstRow, rows) = Part(Rows, group).GetOffsetAndLength(Rows);
            var byRows = await group.MatVecByRowsAsync(Block(matrix, Columns, firstRow, rows, 0, Columns), x, firstRow, Rows);
            var (firstColumn, columns) = Part(Columns, group).GetOffsetAndLength(Columns);
            var byColumns = await group.MatVecByColumnsAsync(Block(matrix, Columns, 0, Rows, firstColumn, columns), x.AsMemory(firstColumn, columns));

            Assert.All(exact.Zip(byRows.Value), pair => Assert.True(pair.First.IsNearest(pair.Second)));
            Assert.Equal(byRows.Value, byColumns.Value);
        });
    }

    [Fact]
    public Task Rows_that_nobody_gave_are_no_numbers() => RunAsync(2, async group =>
    {
        var product = await group.MatVecByRowsAsync(new double[,] { { group.Rank + 1 } }, new double[] { 1 }, firstRow: 2 * group.Rank, totalRows: 3);

        Assert.Equal([1, double.NaN, 2], product.Value);
    });

    [Fact]
    public Task A_row_that_two_ranks_gave_is_an_error_at_every_rank() => RunAsync(3, async group =>
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.MatVecByRowsAsync(new double[,] { { 1 }, { 2 } }, new double[] { 1 }, group.Rank, 4)));

    [Theory]
    [InlineData(-1, 4)]
    [InlineData(3, 4)]
    [InlineData(0, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public Task Rows_beyond_the_matrix_are_refused(int firstRow, int totalRows) => RunAsync(1, async group =>
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.MatVecByRowsAsync(new double[,] { { 1 }, { 2 } }, new double[] { 1 }, firstRow, totalRows)));

    [Fact]
    public Task A_vector_that_does_not_fit_the_matrix_is_refused() => RunAsync(1, async group =>
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.MatVecByColumnsAsync(new double[2, 3], new double[2])));

    private static double[] Wild(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Math.ScaleB((2 * random.NextDouble()) - 1, random.Next(-60, 60)))];

    private static Range Part(int length, IGroup group) => (length * group.Rank / group.Size)..(length * (group.Rank + 1) / group.Size);

    private static double[,] Block(double[] matrix, int width, int firstRow, int rows, int firstColumn, int columns)
    {
        double[,] block = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                block[i, j] = matrix[((firstRow + i) * width) + firstColumn + j];
            }
        }

        return block;
    }
}
