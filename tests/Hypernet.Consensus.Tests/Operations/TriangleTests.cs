using Xunit;

namespace Hypernet.Consensus.Operations;

public sealed class TriangleTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(50, 3)]
    [InlineData(600, 7)]
    public void It_stands_for_the_rows_that_it_was_made_of(int count, int width)
    {
        double[] rows = RandomRows(count, width, seed: count);

        var triangle = Triangle.Of(rows.AsSpan().ToArray(), count, width);

        Assert.Equal(Math.Min(count, width), triangle.Rows);
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
            {
                double norms = Math.Sqrt(Product(rows, width, i, i) * Product(rows, width, j, j));
                Assert.Equal(Product(rows, width, i, j), Product(triangle.Elements, width, i, j), norms * 1e-14 * count);
            }
        }
    }

    [Fact]
    public void Below_the_diagonal_it_is_zero()
    {
        var triangle = Triangle.Of(RandomRows(9, 4, seed: 1), 9, 4);

        Assert.All(Enumerable.Range(0, 16).Where(at => at / 4 > at % 4), at => Assert.Equal(0, triangle.Elements[at]));
    }

    [Fact]
    public void Merging_stands_for_the_rows_of_both()
    {
        double[] rows = RandomRows(20, 3, seed: 2);

        var merged = Triangle.Merge(Triangle.Of(rows.AsSpan(0, 21).ToArray(), 7, 3), Triangle.Of(rows.AsSpan(21).ToArray(), 13, 3));

        Assert.Equal(Product(rows, 3, 0, 2), Product(merged.Elements, 3, 0, 2), 1e-13);
        Assert.Equal(Product(rows, 3, 2, 2), Product(merged.Elements, 3, 2, 2), 1e-13);
    }

    [Fact]
    public void What_has_no_rows_changes_nothing()
    {
        var triangle = Triangle.Of(RandomRows(5, 3, seed: 3), 5, 3);

        Assert.Same(triangle, Triangle.Merge(Triangle.Empty(3), triangle));
        Assert.Same(triangle, Triangle.Merge(triangle, Triangle.Empty(3)));
    }

    [Theory]
    [InlineData(900)]
    [InlineData(-900)]
    public void Powers_of_two_change_no_digit(int exponent)
    {
        double[] rows = RandomRows(30, 4, seed: 4);
        double[] scaled = Array.ConvertAll(rows, element => Math.ScaleB(element, exponent));

        var triangle = Triangle.Of(rows, 30, 4);
        var other = Triangle.Of(scaled, 30, 4);

        Assert.Equal(triangle.Elements, Array.ConvertAll(other.Elements, element => Math.ScaleB(element, -exponent)));
    }

    private static double[] RandomRows(int count, int width, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * width).Select(_ => random.NextDouble() - 0.5)];
    }

    private static double Product(double[] rows, int width, int i, int j) =>
        Enumerable.Range(0, rows.Length / width).Sum(row => rows[(row * width) + i] * rows[(row * width) + j]);
}
