using Xunit;
using static Hypernet.Consensus.SimulatedRanks;

namespace Hypernet.Consensus;

public sealed class CollectivesTests
{
    [Fact]
    public Task Numbers_of_every_type_are_summed() => RunAsync(3, async group =>
    {
        Assert.Equal(6, (await group.SumAsync(group.Rank + 1)).Value);
        Assert.Equal(6L, (await group.SumAsync(group.Rank + 1L)).Value);
        Assert.Equal(6UL, (await group.SumAsync((ulong)group.Rank + 1)).Value);
        Assert.Equal(6f, (await group.SumAsync(group.Rank + 1f)).Value);
        Assert.Equal(6d, (await group.SumAsync(group.Rank + 1d)).Value);
    });

    [Fact]
    public Task Elements_of_every_type_travel_as_they_are() => RunAsync(3, async group =>
    {
        await TravelsAsync<byte>(group, [1, 255]);
        await TravelsAsync(group, [true, false]);
        await TravelsAsync(group, [int.MinValue]);
        await TravelsAsync(group, [long.MaxValue]);
        await TravelsAsync(group, [ulong.MaxValue]);
        await TravelsAsync(group, [float.Epsilon]);
        await TravelsAsync(group, [-0.0, double.NaN]);
        await TravelsAsync<double>(group, []);
    });

    [Fact]
    public Task An_element_type_that_no_rank_can_reduce_is_refused() => RunAsync(1, async group =>
    {
        var fault = await Assert.ThrowsAsync<InvalidCallException>(async () => await group.SumAsync((short)1));

        Assert.Contains("Int16", fault.Message, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(ReduceOperator.None)]
    [InlineData(ReduceOperator.WeightedMean)]
    [InlineData(ReduceOperator.Ordered)]
    public Task An_operator_that_needs_more_than_elements_is_refused(ReduceOperator reduction) => RunAsync(1, async group =>
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.AllReduceAsync([1.0], reduction)));

    [Fact]
    public Task The_contribution_is_copied_before_the_call_returns() => RunAsync(3, async group =>
    {
        double[] values = [1, 2];
        var sum = group.SumAsync(values);
        values[0] = 100;

        double[] sums = (await sum).Value;
        Assert.Equal([3.0, 6.0], sums);
    });

    [Fact]
    public Task Only_the_part_asked_for_is_filled() => RunAsync(2, async group =>
    {
        int[] values = [1, 2, 3];
        var sum = await group.AllReduceIntoAsync<int>(values.AsMemory(1), values, ReduceOperator.Sum);
        Assert.Equal([4, 6, 3], values);
        Assert.Equal([4, 6], sum.Value.ToArray());

        byte[] room = group.Rank == 1 ? [7, 8] : new byte[3];
        var received = await group.BroadcastIntoAsync<byte>(room, root: 1);
        Assert.Equal([7, 8], received.Value.ToArray());
        Assert.Equal(group.Rank == 1 ? [7, 8] : [7, 8, 0], room);
    });

    [Fact]
    public Task A_destination_that_is_too_small_is_refused_before_anything_is_called() => RunAsync(2, async group =>
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await group.AllReduceIntoAsync<double>(new double[2], new double[1], ReduceOperator.Sum));

        Assert.Equal(2, (await group.SumAsync(1)).Value);
    });

    [Fact]
    public Task Many_may_be_outstanding_and_names_keep_them_apart() => RunAsync(4, async group =>
    {
        var loss = new CollectiveOptions { Name = "loss" };
        var norm = new CollectiveOptions { Name = "norm" };
        bool isEven = group.Rank % 2 == 0;
        var first = isEven ? group.SumAsync(1, loss) : group.SumAsync(10, norm);
        var second = isEven ? group.SumAsync(10, norm) : group.SumAsync(1, loss);
        int[] results = [(await first).Value, (await second).Value];

        Assert.Equal(isEven ? [4, 40] : [40, 4], results);
    });

    [Fact]
    public Task A_scatter_needs_a_part_for_each_rank() => RunAsync(1, async group =>
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.ScatterAsync<double>([[1], [2]], root: 0)));

    [Fact]
    public Task Different_lengths_are_a_mismatch_at_every_rank() => RunAsync(3, async group =>
        await Assert.ThrowsAsync<ProgramMismatchException>(async () => await group.SumAsync(new double[group.Rank == 2 ? 2 : 1])));

    [Fact]
    public Task Different_graphs_are_a_mismatch_at_every_rank() => RunAsync(3, async group =>
        await Assert.ThrowsAsync<ProgramMismatchException>(async () => await group.NeighborExchangeAsync(new[] { 1.0 }, group.Rank == 2 ? [[1], [2], [0]] : [[1, 2], [0, 2], [0, 1]])));

    [Fact]
    public Task An_integer_sum_that_leaves_its_type_is_an_error_at_every_rank() => RunAsync(3, async group =>
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.SumAsync(int.MaxValue)));

    [Fact]
    public Task A_merge_that_throws_is_an_error_at_every_rank() => RunAsync(3, async group =>
        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.MergeAsync(new byte[1], (_, _) => throw new FormatException("not today"))));

    [Theory]
    [InlineData(1, "a")]
    [InlineData(2, "(ab)")]
    [InlineData(3, "((ab)c)")]
    [InlineData(5, "(((ab)(cd))e)")]
    [InlineData(7, "(((ab)(cd))((ef)g))")]
    public Task The_tree_of_merges_depends_on_the_number_of_ranks_alone(int size, string expected) => RunAsync(size, async group =>
    {
        byte[] letter = [(byte)('a' + group.Rank)];
        var word = await group.MergeAsync(letter, (low, high) => (byte[])[(byte)'(', .. low.Span, .. high.Span, (byte)')']);

        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(word.Value.Span));
    });

    private static async Task TravelsAsync<T>(IGroup group, T[] values)
        where T : unmanaged
    {
        Assert.Equal(values, (await group.BroadcastAsync(values, root: 1)).Value);
        Assert.All((await group.AllGatherAsync(values)).Value, part => Assert.Equal(values, part));
        Assert.Equal(values, (await group.ScatterAsync([values, values, values], root: 2)).Value);
    }
}
