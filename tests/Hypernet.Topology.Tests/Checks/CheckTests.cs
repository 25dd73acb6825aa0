using Xunit;

namespace Hypernet.Topology;

public sealed class CheckTests
{
    private static readonly DirectedGraph OneWay = DirectedGraph.Of([[1], [2], []]);

    [Fact]
    public void Strong_connectivity_needs_ways_in_both_directions()
    {
        Assert.True(Connectivity.IsStrong(DirectedGraph.Of([[1], [2], [0]])));
        Assert.False(Connectivity.IsStrong(OneWay));
        Assert.False(Connectivity.IsStrong(DirectedGraph.Of([[], [0, 2], [1]])));
        Assert.False(Connectivity.IsStrong(DirectedGraph.Of([[1], [0], [3], [2]])));
        Assert.Throws<TopologyException>(() => Connectivity.RequireStrong(OneWay));
    }

    [Fact]
    public void In_degree_is_that_of_the_loneliest()
    {
        Assert.Equal(0, InDegree.Least(OneWay));
        Assert.Contains("Position 0", Assert.Throws<TopologyException>(() => InDegree.Require(OneWay)).Message, StringComparison.Ordinal);
        InDegree.Require(CompleteGraph.Of(3));
        InDegree.Require(RandomRegularGraph.Of(30, 1));
        Assert.Throws<TopologyException>(() => InDegree.Require(RingGraph.Of(6)));
    }

    [Fact]
    public void Laplacian_of_a_circle_has_its_known_eigenvalues()
    {
        double[] expected = [.. Enumerable.Range(0, 9).Select(k => 2 - (2 * Math.Cos(2 * Math.PI * k / 9))).Order()];

        Assert.All(Spectrum.OfLaplacian(RingGraph.Of(9)).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [Fact]
    public void Radius_off_the_mean_is_that_of_the_known_cases()
    {
        Assert.Equal(0, Spectrum.RadiusOffTheMean(MetropolisWeights.Of(CompleteGraph.Of(7))), 1e-12);
        Assert.Equal(1 - (0.25 * (2 - (2 * Math.Cos(2 * Math.PI / 9)))), Spectrum.RadiusOffTheMean(LaplacianWeights.Of(RingGraph.Of(9), 0.25)), 1e-12);
        // Half the own value and half the one before on a directed circle: |1 + e^(2πi/n)| / 2.
        Assert.Equal(Math.Cos(Math.PI / 5), Spectrum.RadiusOffTheMean(LaplacianWeights.Of(DirectedGraph.Of([[1], [2], [3], [4], [0]]), 0.5)), 1e-12);
    }

    [Fact]
    public void Eigenvalues_that_would_mean_nothing_or_take_forever_are_refused()
    {
        Assert.Throws<TopologyException>(() => Spectrum.OfLaplacian(OneWay));
        Assert.Throws<TopologyException>(() => Spectrum.RadiusOffTheMean(MixingWeights.Of(OneWay, (_, _) => 0.5)));
        Assert.Throws<TopologyException>(() => Spectrum.OfLaplacian(RingGraph.Of(Spectrum.MaximumCount + 1)));
    }
}
