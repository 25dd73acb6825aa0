using Xunit;

namespace Hypernet.Consensus.Operations;

public sealed class LeastSquaresStateTests
{
    private const int Columns = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(13)]
    public void Any_order_of_merges_gives_the_same_bits(int partitions)
    {
        var random = new Random(partitions);
        var rows = LeastSquaresSolverTests.RandomRows(random, 40, Columns, spread: 10);
        byte[][] states = States(rows, partitions);
        byte[] first = MergeAll(states, random);
        for (int trial = 0; trial < 20; trial++)
        {
            Assert.Equal(first, MergeAll(states, random));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    public void Any_order_gives_the_same_bits_where_partitions_are_missing(int partitions)
    {
        var random = new Random(partitions);
        byte[][] states = States(LeastSquaresSolverTests.RandomRows(random, 40, Columns, spread: 10), partitions);
        for (int missing = 1; missing < (1 << partitions) - 1; missing += 3)
        {
            byte[][] present = [.. states.Where((_, p) => (missing >> p & 1) == 0)];
            byte[] first = MergeAll(present, random);
            byte[] second = MergeAll(present, random);

            Assert.Equal(first, second);
            Assert.Equal(Enumerable.Range(0, partitions).Where(p => (missing >> p & 1) != 0), LeastSquaresState.Read(first, Columns, partitions).Forest.Missing());
        }
    }

    [Fact]
    public void Whole_subtrees_travel_as_one_node()
    {
        byte[][] states = States(LeastSquaresSolverTests.RandomRows(new Random(1), 40, Columns, spread: 1), 6);

        var some = LeastSquaresState.Read(MergeAll([states[0], states[1], states[3], states[4], states[5]], new Random(2)), Columns, 6);

        Assert.Equal([(0, 2), (3, 4), (4, 6)], some.Forest.Nodes.Select(node => (node.First, node.End(6))));
    }

    [Fact]
    public void A_partition_that_two_ranks_gave_is_reported_whatever_the_order()
    {
        var random = new Random(3);
        byte[][] states = States(LeastSquaresSolverTests.RandomRows(random, 40, Columns, spread: 1), 4);
        for (int trial = 0; trial < 20; trial++)
        {
            var merged = LeastSquaresState.Read(MergeAll([.. states, states[2]], random), Columns, 4);

            var fault = Assert.Throws<InvalidCallException>(() => LeastSquaresSolver.Solve(merged));
            Assert.Contains("Partition 2 was given by two ranks", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_first_row_that_is_not_finite_is_reported_whatever_the_order()
    {
        var random = new Random(4);
        var rows = LeastSquaresSolverTests.RandomRows(random, 40, Columns, spread: 1);
        rows[25].Row[1] = double.NaN;
        rows[38] = (rows[38].Row, double.PositiveInfinity);
        for (int trial = 0; trial < 20; trial++)
        {
            var merged = LeastSquaresState.Read(MergeAll(States(rows, 4), random), Columns, 4);

            var fault = Assert.Throws<InvalidCallException>(() => LeastSquaresSolver.Solve(merged));
            Assert.Contains("Row 5 of partition 2 has a NaN", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Bytes_of_something_else_are_refused()
    {
        byte[] good = States(LeastSquaresSolverTests.RandomRows(new Random(5), 40, Columns, spread: 1), 4)[1];

        Assert.Throws<InvalidCallException>(() => LeastSquaresState.Read(good, Columns + 1, 4));
        Assert.Throws<InvalidCallException>(() => LeastSquaresState.Read(good, Columns, 3));
        for (int length = 0; length < good.Length; length++)
        {
            Assert.Throws<InvalidCallException>(() => LeastSquaresState.Read(good.AsSpan(0, length), Columns, 4));
        }
    }

    [Fact]
    public void Bytes_of_a_stranger_are_read_or_refused_but_nothing_else_happens()
    {
        byte[] good = States(LeastSquaresSolverTests.RandomRows(new Random(6), 40, Columns, spread: 1), 4)[1];
        var random = new Random(7);
        int refused = 0;
        for (int trial = 0; trial < 5000; trial++)
        {
            byte[] bad = [.. good];
            bad[random.Next(60)] = (byte)random.Next(256);
            try
            {
                var read = LeastSquaresState.Read(bad, Columns, 4);
                Assert.All(read.Forest.Nodes, node => Assert.InRange(node.End(4), node.First + 1, 4));
            }
            catch (InvalidCallException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 4999);
    }

    private static byte[][] States(IReadOnlyList<(DoubleDouble[] Row, DoubleDouble Value)> rows, int partitions) =>
        [.. Enumerable.Range(0, partitions).Select(p => LeastSquaresSolverTests.Partition(rows, p, partitions).ToState(partitions).ToBytes())];

    private static byte[] MergeAll(byte[][] states, Random random)
    {
        int partitions = BitConverter.ToInt32(states[0], 4);
        var rest = states.ToList();
        while (rest.Count > 1)
        {
            byte[][] two = [Take(rest, random), Take(rest, random)];
            var one = LeastSquaresState.Read(two[0], Columns, partitions);
            rest.Add(LeastSquaresState.Merge(one, LeastSquaresState.Read(two[1], Columns, partitions)).ToBytes());
        }

        return rest[0];
    }

    private static byte[] Take(List<byte[]> states, Random random)
    {
        int at = random.Next(states.Count);
        byte[] taken = states[at];
        states.RemoveAt(at);
        return taken;
    }
}
