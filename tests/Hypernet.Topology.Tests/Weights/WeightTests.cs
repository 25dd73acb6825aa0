using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Hypernet.Topology;

public sealed class WeightTests
{
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData(64)]
    [InlineData(256)]
    [InlineData(1024)]
    public void Random_8_regular_graph_needs_about_70_rounds_whatever_its_size(int count)
    {
        var graph = RandomRegularGraph.Of(count, seed: 1);

        Assert.InRange(Averaging.Rounds(LaplacianWeights.Of(graph, 0.999 / 8), Tolerance), 50, 75);
        Assert.InRange(Averaging.Rounds(MetropolisWeights.Of(graph), Tolerance), 50, 85);
    }

    [Fact]
    public void Chebyshev_takes_about_half_the_rounds()
    {
        var weights = LaplacianWeights.Of(RandomRegularGraph.Of(256, seed: 1), 0.999 / 8);

        Assert.InRange(Averaging.ChebyshevRounds(weights, Tolerance), 25, 40);
    }

    [Fact]
    public void Ring_needs_rounds_with_the_square_of_its_size()
    {
        int small = Averaging.Rounds(LaplacianWeights.Of(RingGraph.Of(16), 0.4), Tolerance);
        int large = Averaging.Rounds(LaplacianWeights.Of(RingGraph.Of(32), 0.4), Tolerance);

        Assert.InRange((double)large / small, 3.5, 4.5);
    }

    [Fact]
    public void Weights_of_connected_graphs_keep_the_mean_and_contract()
    {
        var graphs =
            from count in Gen.Choose(2, 40)
            from seed in Gen.Choose(0, int.MaxValue)
            from part in Gen.Choose(1, 99)
            select (Graph: SmallWorldGraph.Of(count, (ulong)seed, reach: 1), Part: part / 100.0);
        Prop.ForAll(graphs.ToArbitrary(), sample => ((MixingWeights[])[
            MetropolisWeights.Of(sample.Graph),
            LaplacianWeights.Of(sample.Graph, sample.Part * LaplacianWeights.MaximumStepSize(sample.Graph))])
            .All(weights => weights.KeepsMean && Spectrum.RadiusOffTheMean(weights) < 1)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0.125)]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    public void Step_size_out_of_bounds_is_refused_with_the_bound(double stepSize)
    {
        var graph = RandomRegularGraph.Of(64, seed: 1);

        Assert.Contains("0.125", Assert.Throws<TopologyException>(() => LaplacianWeights.Of(graph, stepSize)).Message, StringComparison.Ordinal);
        Assert.Throws<TopologyException>(() => LaplacianWeights.RequireStability(graph, double.IsNaN(stepSize) ? stepSize : -stepSize, delay: 0));
    }

    [Fact]
    public void Graphs_that_would_agree_on_something_else_are_refused()
    {
        Assert.Contains("balanced", Refused(() => LaplacianWeights.Of(DirectedGraph.Of([[1, 2], [2], [0]]), 0.1)), StringComparison.Ordinal);
        Assert.Contains("connected", Refused(() => LaplacianWeights.Of(DirectedGraph.Of([[1], [0], [3], [2]]), 0.1)), StringComparison.Ordinal);
        Assert.Contains("connected", Refused(() => MetropolisWeights.Of(DirectedGraph.Of([[1], [0], []]))), StringComparison.Ordinal);
        Assert.Contains("undirected", Refused(() => MetropolisWeights.Of(DirectedGraph.Of([[1], [2], [0]]))), StringComparison.Ordinal);
        Assert.Contains("below 1", Refused(() => ChebyshevCoefficients.For(1)), StringComparison.Ordinal);
        Assert.Contains("sum to", Refused(() => MixingWeights.Of(RingGraph.Of(3), (_, _) => double.NaN)), StringComparison.Ordinal);
        Assert.False(MixingWeights.Of(DirectedGraph.Of([[1], [2], []]), (_, _) => 0.5).KeepsMean);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void Margin_of_delays_parts_those_that_agree_from_those_that_swing(int delay)
    {
        var graph = SmallWorldGraph.Of(24, seed: 3);
        double bound = 2 * Math.Sin(Math.PI / ((4 * delay) + 2)) / Spectrum.OfLaplacian(graph)[^1];

        LaplacianWeights.RequireStability(graph, 0.96 * bound, delay);
        Assert.InRange(SpreadAfterDelays(graph, 0.96 * bound, delay), 0, 0.5);
        Assert.Contains($"{bound}", Refused(() => LaplacianWeights.RequireStability(graph, 1.04 * bound, delay)), StringComparison.Ordinal);
        Assert.InRange(SpreadAfterDelays(graph, 1.04 * bound, delay), 100, double.PositiveInfinity);
        Assert.True(delay * bound < LaplacianWeights.DelayMargin(graph));
    }

    private static string Refused(Action action) => Assert.Throws<TopologyException>(action).Message;

    /// <summary>Largest less least value after many iterations of x(k+1) = x(k) − ε L x(k − delay).</summary>
    private static double SpreadAfterDelays(DirectedGraph graph, double stepSize, int delay)
    {
        var past = new Queue<double[]>(Enumerable.Repeat(Averaging.Values(graph.Count), delay + 1));
        double[] values = Averaging.Values(graph.Count);
        for (int iteration = 0; iteration < 4000; iteration++)
        {
            double[] seen = past.Dequeue();
            values = [.. values.Select((value, i) => value + (stepSize * graph.InNeighbors[i].Sum(j => seen[j] - seen[i])))];
            past.Enqueue(values);
        }

        return values.Max() - values.Min();
    }
}
