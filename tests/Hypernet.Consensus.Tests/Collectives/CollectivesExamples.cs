using Hypernet.Testing;
using Xunit;
using static Hypernet.Consensus.SimulatedRanks;

namespace Hypernet.Consensus;

/// <summary>The examples of docs/collectives.md, by four ranks.</summary>
public sealed class CollectivesExamples
{
    [Fact]
    public Task All_reduce() => RunAsync(async group =>
    {
        var most = await group.AllReduceAsync([group.Rank, 9], ReduceOperator.Max);

        Assert.Equal([3, 9], most.Value);
    });

    [Fact]
    public Task All_reduce_into_the_callers_memory() => RunAsync(async group =>
    {
        double[] values = [group.Rank, 1];
        await group.AllReduceIntoAsync<double>(values, values, ReduceOperator.Sum);

        Assert.Equal([6.0, 4.0], values);
    });

    [Fact]
    public Task Sum() => RunAsync(async group =>
    {
        var sum = await group.SumAsync(group.Rank == 0 ? 1e300 : group.Rank == 3 ? -1e300 : 0.1);

        Assert.Equal(0.2, sum.Value);
    });

    [Fact]
    public Task Mean() => RunAsync(async group =>
    {
        var mean = await group.MeanAsync((double)group.Rank);

        Assert.Equal(1.5, mean.Value);
        Assert.Equal([0, 1, 2, 3], mean.Contributors);
    });

    [Fact]
    public Task Weighted_mean() => RunAsync(async group =>
    {
        var mean = await group.WeightedMeanAsync(value: group.Rank, weight: group.Rank == 3 ? 5 : 1);

        Assert.Equal(2.25, mean.Value);
    });

    [Fact]
    public Task Min_max() => RunAsync(async group =>
    {
        var least = await group.MinAsync([group.Rank, -group.Rank]);
        var greatest = await group.MaxAsync(group.Rank == 2 ? double.NaN : 1);

        Assert.Equal([0, -3], least.Value);
        Assert.Equal(double.NaN, greatest.Value);
    });

    [Fact]
    public Task And_or() => RunAsync(async group =>
    {
        var all = await group.AndAsync(group.Rank > 0);
        var bits = await group.OrAsync(1L << group.Rank);

        Assert.False(all.Value);
        Assert.Equal(15, bits.Value);
    });

    [Fact]
    public Task Reduce() => RunAsync(async group =>
    {
        var sum = await group.ReduceAsync([1, group.Rank], ReduceOperator.Sum, root: 2);

        Assert.Equal(group.Rank == 2 ? [4, 6] : [], sum.Value);
    });

    [Fact]
    public Task Agree() => RunAsync(async group =>
    {
        Assert.False(await group.AgreeAsync(group.Rank != 2));
        Assert.True(await group.AgreeAsync(true));
    });

    [Fact]
    public Task Barrier() => RunAsync(async group =>
    {
        SlotSet callers = await group.BarrierAsync();

        Assert.Equal([0, 1, 2, 3], callers);
    });

    [Fact]
    public Task Broadcast() => RunAsync(async group =>
    {
        double[] settings = group.Rank == 1 ? [3, 1, 4] : [];
        var received = await group.BroadcastAsync(settings, root: 1);

        Assert.Equal([3, 1, 4], received.Value);
    });

    [Fact]
    public Task Gather() => RunAsync(async group =>
    {
        var parts = await group.GatherAsync(Enumerable.Repeat(group.Rank, group.Rank).ToArray(), root: 0);

        Assert.Equal(group.Rank == 0 ? [[], [1], [2, 2], [3, 3, 3]] : [], parts.Value);
    });

    [Fact]
    public Task All_gather() => RunAsync(async group =>
    {
        var parts = await group.AllGatherAsync(new[] { group.Rank * 10 });

        Assert.Equal([[0], [10], [20], [30]], parts.Value);
    });

    [Fact]
    public Task Scatter() => RunAsync(async group =>
    {
        double[][]? parts = group.Rank == 0 ? [[1], [2], [3, 3], []] : null;
        var part = await group.ScatterAsync(parts, root: 0);

        Assert.Equal(group.Rank switch { 0 => [1], 1 => [2], 2 => [3, 3], _ => (double[])[] }, part.Value);
    });

    [Fact]
    public Task Neighbor_exchange() => RunAsync(async group =>
    {
        var parts = await group.NeighborExchangeAsync(new[] { group.Rank }, outNeighbors: [[1], [2], [3], [0]]);

        int before = (group.Rank + 3) % 4;
        Assert.Equal([before], parts.Value[before]!);
        Assert.Null(parts.Value[group.Rank]);
    });

    [Fact]
    public Task Merge() => RunAsync(async group =>
    {
        byte[] letter = [(byte)('a' + group.Rank)];
        var word = await group.MergeAsync(letter, (low, high) => (byte[])[(byte)'(', .. low.Span, .. high.Span, (byte)')']);

        Assert.Equal("((ab)(cd))"u8, word.Value.Span);
    });

    [Fact]
    public Task Functional() => RunAsync(async group =>
    {
        var span = await group.FunctionalAsync(
            state: [group.Rank - 2, group.Rank],
            merge: (low, high) => [Math.Min(low[0], high[0]), Math.Max(low[1], high[1])],
            finish: range => range[1] - range[0]);

        Assert.Equal(5, span.Value);
    });

    [Fact]
    public Task Dot() => RunAsync(async group =>
    {
        double[] x = [group.Rank, 1e200], y = [2, group.Rank % 2 == 0 ? 1e200 : -1e200];
        var product = await group.DotAsync(x, y);

        Assert.Equal(12, product.Value);
    });

    [Fact]
    public Task Norm() => RunAsync(async group =>
    {
        var norm = await group.NormAsync(new[] { 1e300 });

        Assert.Equal(2e300, norm.Value);
    });

    [Fact]
    public Task Matrix_times_vector_by_columns() => RunAsync(async group =>
    {
        double[,] column = group.Rank switch { 0 => new double[,] { { 1 }, { 0 } }, 1 => new double[,] { { 0 }, { 1 } }, _ => new double[,] { { 1 }, { 1 } } };
        var product = await group.MatVecByColumnsAsync(column, new[] { group.Rank + 1.0 });

        Assert.Equal([8.0, 9.0], product.Value);
    });

    [Fact]
    public Task Matrix_times_vector_by_rows() => RunAsync(async group =>
    {
        double[,] row = { { 1, group.Rank } };
        var product = await group.MatVecByRowsAsync(row, new[] { 10.0, 1.0 }, firstRow: group.Rank, totalRows: 4);

        Assert.Equal([10.0, 11.0, 12.0, 13.0], product.Value);
    });

    [Fact]
    public Task Least_squares() => RunAsync(async group =>
    {
        double[,] rows = { { 1, group.Rank }, { 1, group.Rank + 10 } };
        double[] values = [2 + (3.0 * group.Rank), 2 + (3.0 * (group.Rank + 10))];
        var fit = await group.LeastSquaresAsync(rows, values);

        Assert.Equal([2.0, 3.0], fit.Value.Coefficients);
        Assert.Equal(0, fit.Value.ResidualNorm);
        Assert.Equal(8, fit.Value.Rows);
    });

    [Fact]
    public Task Least_squares_in_more_partitions_than_ranks() => RunAsync(async group =>
    {
        var partitions = new[] { 2 * group.Rank, (2 * group.Rank) + 1 }.Select(index =>
        {
            var partition = new LeastSquaresPartition(index, columns: 2);
            partition.Add([1, index], value: index % 2);
            return partition;
        });
        var fit = await group.LeastSquaresAsync(columns: 2, [.. partitions], new LeastSquaresOptions { Partitions = 8 });

        Assert.Equal([1 / 3.0, 1 / 21.0], fit.Value.Coefficients);
        Assert.Empty(fit.Value.MissingPartitions);
    });

    [Fact]
    public void The_page_shows_these_very_lines()
    {
        string page = Flat(File.ReadAllText(Path.Combine(Repository.Root, "docs", "collectives.md")));
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Hypernet.Consensus.Tests", "Collectives", "CollectivesExamples.cs"));
        string[] shown = [.. page.Split("```csharp").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])];

        Assert.All(shown, example => Assert.Contains(example, Flat(source), StringComparison.Ordinal));
        Assert.Equal(typeof(CollectivesExamples).GetMethods().Count(method => method.ReturnType == typeof(Task)), shown.Length);
    }

    private static string Flat(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
}
