using Xunit;

namespace Hypernet.Consensus.Operations;

public sealed class LeastSquaresSolverTests
{
    [Fact]
    public void The_hardest_reference_set_is_solved_to_all_certified_digits()
    {
        var fit = LeastSquaresSolver.Solve(Split(Filip.Rows, 4));

        Assert.All(fit.Coefficients.Zip(Filip.Certified), pair => Assert.Equal(pair.Second, pair.First, Math.Abs(pair.Second) * 1e-14));
        Assert.Equal(Filip.CertifiedResidualDeviation, fit.ResidualDeviation, 1e-17);
        Assert.Equal(82, fit.Rows);
        Assert.Equal(298.084530995537, fit.StandardErrors[0], 298 * 1e-4);
    }

    [Fact]
    public void Coefficients_are_the_exact_solution_rounded()
    {
        var random = new Random(7);
        for (int trial = 0; trial < 40; trial++)
        {
            int columns = random.Next(1, 6);
            var rows = RandomRows(random, columns + random.Next(0, 12), columns, spread: 20);
            var exact = Rational.LeastSquares([.. rows.Select(row => row.Row.Select(Rational.Of).ToArray())], [.. rows.Select(row => Rational.Of(row.Value))]);

            var fit = LeastSquaresSolver.Solve(Split(rows, random.Next(1, 5)));

            Assert.All(fit.Coefficients.Zip(exact), pair => Assert.True(pair.Second.IsNearest(pair.First), $"Trial {trial}: {pair.First:R}"));
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-400)]
    public void Columns_may_be_of_any_magnitude(int exponent)
    {
        var rows = RandomRows(new Random(8), 12, 3, spread: 2);
        var scaled = rows.Select(row => (new[] { row.Row[0], Math.ScaleB(row.Row[1].High, exponent), row.Row[2] }, (DoubleDouble)Math.ScaleB(row.Value.High, -exponent))).ToList();

        var fit = LeastSquaresSolver.Solve(Split(rows, 2));
        var other = LeastSquaresSolver.Solve(Split(scaled, 2));

        Assert.Equal([Math.ScaleB(fit.Coefficients[0], -exponent), Math.ScaleB(fit.Coefficients[1], -2 * exponent), Math.ScaleB(fit.Coefficients[2], -exponent)], other.Coefficients);
        Assert.Equal(Math.ScaleB(fit.ResidualNorm, -exponent), other.ResidualNorm);
        Assert.Equal(Math.ScaleB(fit.StandardErrors[1], -2 * exponent), other.StandardErrors[1]);
    }

    [Fact]
    public void Rows_that_lie_on_a_line_leave_no_residual()
    {
        var rows = Enumerable.Range(0, 1800).Select(x => (new DoubleDouble[] { 1, x, 7 * (x % 5) }, (DoubleDouble)(3 - (2.0 * x)))).ToList();

        var fit = LeastSquaresSolver.Solve(Split(rows, 3));

        Assert.Equal([3.0, -2.0, 0.0], fit.Coefficients);
        Assert.Equal(0, fit.ResidualNorm);
        Assert.Equal([0.0, 0.0, 0.0], fit.StandardErrors);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(21)]
    public void Coefficient_that_is_exactly_zero_comes_back_as_zero(int divisor)
    {
        var random = new Random(29);
        for (int trial = 0; trial < 400; trial++)
        {
            int columns = random.Next(2, 8);
            int zero = random.Next(columns);
            int[] whole = [.. Enumerable.Range(0, columns).Select(j => j == zero ? 0 : random.Next(-999, 1000))];
            var rows = new List<(DoubleDouble[] Row, DoubleDouble Value)>();
            for (int i = 0; i < columns + 5; i++)
            {
                // Twice the same row with errors that cancel: the residual is not 0, and changes no coefficient.
                int[] row = [.. Enumerable.Range(0, columns).Select(_ => random.Next(-99, 100))];
                long value = row.Zip(whole, (element, coefficient) => (long)element * coefficient).Sum();
                int error = random.Next(100);
                rows.Add(([.. row.Select(element => (DoubleDouble)(divisor * element))], value + error));
                rows.Add(([.. row.Select(element => (DoubleDouble)(divisor * element))], value - error));
            }

            var fit = LeastSquaresSolver.Solve(Split(rows, random.Next(1, 5)));

            Assert.Equal(whole.Select(coefficient => coefficient / (double)divisor), fit.Coefficients);
        }
    }

    [Fact]
    public void Powers_that_a_polynomial_does_not_have_come_back_as_zero()
    {
        // Up to where the columns are too nearly dependent for doubles.
        int degree = 2;
        for (; ; degree++)
        {
            var rows = Enumerable.Range(1, 25).Select(x =>
            {
                var powers = new DoubleDouble[degree + 1];
                powers[0] = 1;
                for (int k = 1; k <= degree; k++)
                {
                    powers[k] = powers[k - 1] * x;
                }

                return (powers, powers[degree]);
            }).ToList();
            try
            {
                var fit = LeastSquaresSolver.Solve(Split(rows, 3));

                Assert.Equal([.. new double[degree], 1.0], fit.Coefficients);
                Assert.Equal(0, fit.ResidualNorm);
            }
            catch (SingularSystemException)
            {
                break;
            }
        }

        Assert.InRange(degree, 11, 25);
    }

    [Fact]
    public void Rows_of_both_precisions_go_together_over_many_blocks()
    {
        var rows = RandomRows(new Random(14), 1700, 2, spread: 3);
        for (int i = 0; i < rows.Count; i += 3)
        {
            rows[i] = ([rows[i].Row[0] * DoubleDouble.Parse("0.1"), rows[i].Row[1]], rows[i].Value);
        }

        var mixed = new LeastSquaresPartition(0, columns: 2);
        for (int i = 0; i < rows.Count; i++)
        {
            if (i % 3 == 0)
            {
                mixed.Add(rows[i].Row, rows[i].Value);
            }
            else
            {
                mixed.Add([rows[i].Row[0].High, rows[i].Row[1].High], rows[i].Value.High);
            }
        }

        var exact = Rational.LeastSquares([.. rows.Select(row => row.Row.Select(Rational.Of).ToArray())], [.. rows.Select(row => Rational.Of(row.Value))]);
        Assert.Equal(Partition(rows, 0, 1).ToState(1).ToBytes(), mixed.ToState(1).ToBytes());
        Assert.All(LeastSquaresSolver.Solve(mixed.ToState(1)).Coefficients.Zip(exact), pair => Assert.True(pair.Second.IsNearest(pair.First)));
    }

    [Fact]
    public void As_many_rows_as_columns_have_no_deviation()
    {
        var fit = LeastSquaresSolver.Solve(Split([([1, 1], 3), ([1, 2], 5)], 2));

        Assert.Equal([1.0, 2.0], fit.Coefficients);
        Assert.Equal(0, fit.ResidualNorm);
        Assert.True(double.IsNaN(fit.ResidualDeviation));
        Assert.All(fit.StandardErrors, error => Assert.True(double.IsNaN(error)));
    }

    [Fact]
    public void Fewer_rows_than_columns_are_refused_naming_both()
    {
        var state = Split([([1, 1, 1], 3), ([1, 2, 4], 5)], 2);

        var fault = Assert.Throws<SingularSystemException>(() => LeastSquaresSolver.Solve(state));

        Assert.Equal("2 rows do not determine 3 coefficients: give more rows, or leave columns out.", fault.Message);
    }

    [Fact]
    public void Missing_partitions_are_named()
    {
        var rows = RandomRows(new Random(9), 40, 2, spread: 2);
        var state = LeastSquaresState.Merge(Partition(rows, 1, 4).ToState(4), Partition(rows, 3, 4).ToState(4));

        var fit = LeastSquaresSolver.Solve(state);

        Assert.Equal([0, 2], fit.MissingPartitions);
        Assert.Equal(20, fit.Rows);
    }

    [Fact]
    public void Columns_that_depend_on_others_are_refused_naming_the_first()
    {
        var random = new Random(10);
        for (int trial = 0; trial < 100; trial++)
        {
            int columns = random.Next(2, 12);
            var rows = RandomRows(random, 30, columns, spread: 1);
            int dependent = random.Next(1, columns);
            foreach (var (row, _) in rows)
            {
                row[dependent] = 0.1 * Enumerable.Range(0, dependent).Sum(j => (j + 1) * row[j].High);
            }

            var state = Split(rows, 3);

            var fault = Assert.Throws<SingularSystemException>(() => LeastSquaresSolver.Solve(state));
            Assert.Contains($"Column {dependent} is", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_column_of_zeros_is_refused()
    {
        var state = Split([([1, 0], 3), ([1, 0], 5)], 1);

        Assert.Throws<SingularSystemException>(() => LeastSquaresSolver.Solve(state));
    }

    [Fact]
    public void A_norm_beyond_doubles_is_refused()
    {
        var state = Split([([double.MaxValue], 3), ([double.MaxValue], 5)], 1);

        var fault = Assert.Throws<InvalidCallException>(() => LeastSquaresSolver.Solve(state));

        Assert.Contains("larger unit", fault.Message, StringComparison.Ordinal);
    }

    internal static List<(DoubleDouble[] Row, DoubleDouble Value)> RandomRows(Random random, int count, int columns, int spread) =>
        [.. Enumerable.Range(0, count).Select(_ => (Enumerable.Range(0, columns).Select(__ => (DoubleDouble)Wild(random, spread)).ToArray(), (DoubleDouble)Wild(random, spread)))];

    internal static LeastSquaresState Split(IReadOnlyList<(DoubleDouble[] Row, DoubleDouble Value)> rows, int partitions)
    {
        int columns = rows[0].Row.Length;
        var state = LeastSquaresState.Empty(columns, partitions);
        for (int p = 0; p < partitions; p++)
        {
            state = LeastSquaresState.Merge(state, Partition(rows, p, partitions).ToState(partitions));
        }

        return state;
    }

    internal static LeastSquaresPartition Partition(IReadOnlyList<(DoubleDouble[] Row, DoubleDouble Value)> rows, int index, int partitions)
    {
        var partition = new LeastSquaresPartition(index, rows[0].Row.Length);
        for (int i = rows.Count * index / partitions; i < rows.Count * (index + 1) / partitions; i++)
        {
            partition.Add(rows[i].Row, rows[i].Value);
        }

        return partition;
    }

    private static double Wild(Random random, int spread) => Math.ScaleB((2 * random.NextDouble()) - 1, random.Next(-spread, spread));
}
