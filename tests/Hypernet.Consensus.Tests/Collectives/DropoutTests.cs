using Xunit;
using static Hypernet.Consensus.SimulatedRanks;

namespace Hypernet.Consensus;

/// <summary>What docs/collectives.md promises of a rank that drops out before it has called.</summary>
public sealed class DropoutTests
{
    private static readonly CollectiveOptions Strict = new() { OnLoss = OnLoss.Strict };

    [Fact]
    public Task Reductions_are_those_of_the_others() => WithoutRank2Async(async group =>
    {
        var sum = await group.SumAsync(group.Rank + 1.0);
        var mean = await group.MeanAsync((double)group.Rank);
        var word = await group.MergeAsync(new[] { (byte)('a' + group.Rank) }, (low, high) => (byte[])[(byte)'(', .. low.Span, .. high.Span, (byte)')']);

        Assert.Equal(7, sum.Value);
        Assert.Equal([0, 1, 3], sum.Contributors);
        Assert.Equal(4 / 3.0, mean.Value);
        Assert.Equal("((ab)d)", System.Text.Encoding.ASCII.GetString(word.Value.Span));
        Assert.False(await group.AgreeAsync(group.Rank != 3));
        Assert.Equal([0, 1, 3], await group.BarrierAsync());
    });

    [Fact]
    public Task Parts_of_collections_are_missing() => WithoutRank2Async(async group =>
    {
        int[] own = [group.Rank];
        var all = await group.AllGatherAsync(own);
        var gathered = await group.GatherAsync(own, root: 3);
        var exchanged = await group.NeighborExchangeAsync(own, [[1], [2], [3], [0]]);

        Assert.Equal([[0], [1], null, [3]], all.Value);
        Assert.Equal(group.Rank == 3 ? [[0], [1], null, [3]] : [], gathered.Value);
        Assert.Equal(group.Rank switch { 0 => [null, null, null, [3]], 1 => [[0], null, null, null], _ => [null, null, null, null] }, exchanged.Value);
    });

    [Fact]
    public Task What_another_root_gives_does_not_change() => WithoutRank2Async(async group =>
    {
        var broadcast = await group.BroadcastAsync([5.0], root: 1);
        var scattered = await group.ScatterAsync<int>([[0], [1], [2], [3]], root: 0);

        Assert.Equal([5], broadcast.Value);
        Assert.Equal([group.Rank], scattered.Value);
    });

    [Fact]
    public Task A_root_that_is_gone_is_an_error_at_every_rank() => WithoutRank2Async(async group =>
    {
        await LostAsync(async () => await group.BroadcastAsync([5.0], root: 2));
        await LostAsync(async () => await group.ScatterAsync<double>([[], [], [], []], root: 2));
        await LostAsync(async () => await group.GatherAsync([5.0], root: 2));
        await LostAsync(async () => await group.ReduceAsync([5.0], ReduceOperator.Sum, root: 2));
    });

    [Fact]
    public Task Whoever_asks_for_all_is_told_who_is_gone() => WithoutRank2Async(async group =>
    {
        await LostAsync(async () => await group.SumAsync(1, Strict));
        await LostAsync(async () => await group.AllGatherAsync([1], Strict));
        await LostAsync(async () => await group.LeastSquaresAsync(new double[,] { { 1 } }, new[] { 1.0 }, new LeastSquaresOptions { OnLoss = OnLoss.Strict }));

        Assert.Equal(3, (await group.SumAsync(1)).Value);
    });

    [Fact]
    public Task Parts_of_vectors_and_matrices_are_left_out() => WithoutRank2Async(async group =>
    {
        double[] part = [group.Rank + 1];
        var dot = await group.DotAsync(part, part);
        var norm = await group.NormAsync(new[] { 2.0 });
        var byColumns = await group.MatVecByColumnsAsync(new double[,] { { 1 }, { 2 } }, part);
        var byRows = await group.MatVecByRowsAsync(new double[,] { { group.Rank } }, new[] { 2.0 }, group.Rank, 4);
        var fit = await group.LeastSquaresAsync(new double[,] { { 1, group.Rank } }, new[] { 1.0 + group.Rank });

        Assert.Equal(21, dot.Value);
        Assert.Equal(Math.Sqrt(12), norm.Value);
        Assert.Equal([7.0, 14.0], byColumns.Value);
        Assert.Equal([0.0, 2.0, double.NaN, 6.0], byRows.Value);
        Assert.Equal([1.0, 1.0], fit.Value.Coefficients);
        Assert.Equal([2], fit.Value.MissingPartitions);
        Assert.Equal(3, fit.Value.Rows);
    });

    // Rank 2 is dead before the first frame: the others find out while they wait for it.
    private static Task WithoutRank2Async(Func<IGroup, Task> program) =>
        RunAsync(4, group => group.Rank == 2 ? Task.CompletedTask : program(group), network => network.Crash(2));

    private static async Task LostAsync(Func<Task> call)
    {
        var fault = await Assert.ThrowsAsync<RankLostException>(call);
        Assert.Equal([2], fault.Lost);
    }
}
