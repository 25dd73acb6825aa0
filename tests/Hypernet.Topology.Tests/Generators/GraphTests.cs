using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Hypernet.Topology;

public sealed class GraphTests
{
    [Fact]
    public void Random_regular_graph_is_undirected_connected_and_regular()
    {
        var cases =
            from count in Gen.Choose(1, 200)
            from degree in Gen.Choose(3, 10)
            from seed in Gen.Choose(int.MinValue, int.MaxValue)
            where count <= degree + 1 || count * degree % 2 == 0
            select (count, degree, seed);
        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var graph = RandomRegularGraph.Of(sample.count, (ulong)sample.seed, sample.degree);
            return graph.IsSymmetric && Connectivity.IsStrong(graph) && graph.Count == sample.count
                && graph.OutNeighbors.All(row => row.Count == Math.Min(sample.degree, sample.count - 1));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Small_world_keeps_its_circle_and_adds_shortcuts()
    {
        var cases =
            from count in Gen.Choose(1, 120)
            from reach in Gen.Choose(1, 4)
            from seed in Gen.Choose(0, int.MaxValue)
            select (count, reach, seed);
        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var ring = RingGraph.Of(sample.count, sample.reach);
            var graph = SmallWorldGraph.Of(sample.count, (ulong)sample.seed, sample.reach);
            return graph.IsSymmetric && Connectivity.IsStrong(graph)
                && ring.OutNeighbors.Zip(graph.OutNeighbors).All(rows => !rows.First.Except(rows.Second).Any());
        }).QuickCheckThrowOnFailure();

        Assert.NotEqual(Edges(RingGraph.Of(50, 2)), Edges(SmallWorldGraph.Of(50, 1)));
        Assert.Equal(Edges(RingGraph.Of(50, 2)), Edges(SmallWorldGraph.Of(50, 1, shortcuts: 0)));
    }

    [Fact]
    public void Peers_that_give_the_same_seed_draw_the_same_graph()
    {
        Assert.Equal(Edges(RandomRegularGraph.Of(40, 11)), Edges(RandomRegularGraph.Of(40, 11)));
        Assert.NotEqual(Edges(RandomRegularGraph.Of(40, 11)), Edges(RandomRegularGraph.Of(40, 12)));
        Assert.Equal(Edges(SmallWorldGraph.Of(40, 11)), Edges(SmallWorldGraph.Of(40, 11)));
        Assert.NotEqual(Edges(SmallWorldGraph.Of(40, 11)), Edges(SmallWorldGraph.Of(40, 12)));
    }

    [Fact]
    public void A_drawing_is_the_same_in_every_version()
    {
        Assert.Equal("2 4 7 25 26 49 57 61", string.Join(" ", RandomRegularGraph.Of(64, 1).OutNeighbors[0]));
    }

    [Fact]
    public void Rings_and_complete_graphs_have_the_edges_of_their_names()
    {
        Assert.Equal("1 3; 0 2; 1 3; 0 2", Edges(RingGraph.Of(4)));
        Assert.Equal("1; 0", Edges(RingGraph.Of(2)));
        Assert.Equal("", Edges(RingGraph.Of(1)));
        Assert.Equal("1 2 3; 0 2 3; 0 1 3; 0 1 2", Edges(CompleteGraph.Of(4)));
        Assert.Equal(Edges(CompleteGraph.Of(5)), Edges(RingGraph.Of(5, 2)));
    }

    [Fact]
    public void In_neighbors_are_those_that_have_one_as_out_neighbor()
    {
        var graph = DirectedGraph.Of([[2, 1], [2], [0], [0, 2]]);

        Assert.Equal([[2, 3], [0], [0, 1, 3], []], graph.InNeighbors);
        Assert.Equal([[1, 2], [2], [0], [0, 2]], graph.OutNeighbors);
        Assert.Equal(2, graph.MaximumOutDegree);
        Assert.False(graph.IsSymmetric);
        Assert.False(graph.IsBalanced);
        Assert.True(DirectedGraph.Of([[1], [2], [0]]) is { IsSymmetric: false, IsBalanced: true });
    }

    [Fact]
    public void Edges_that_cannot_be_are_refused_by_name()
    {
        Assert.Contains("at least one", Refused(() => DirectedGraph.Of([])), StringComparison.Ordinal);
        Assert.Contains("Position 2", Refused(() => DirectedGraph.Of([[2], []])), StringComparison.Ordinal);
        Assert.Contains("itself", Refused(() => DirectedGraph.Of([[0]])), StringComparison.Ordinal);
        Assert.Contains("twice", Refused(() => DirectedGraph.Of([[1, 1], []])), StringComparison.Ordinal);
        Assert.Contains("even", Refused(() => RandomRegularGraph.Of(11, 1, 3)), StringComparison.Ordinal);
        Assert.Contains("ring", Refused(() => RandomRegularGraph.Of(11, 1, 2)), StringComparison.Ordinal);
        Assert.Contains("0 to 1", Refused(() => SmallWorldGraph.Of(11, 1, shortcuts: double.NaN)), StringComparison.Ordinal);
        Assert.Contains("not 0", Refused(() => RingGraph.Of(11, 0)), StringComparison.Ordinal);
        Assert.Throws<TopologyException>(() => CompleteGraph.Of(0));
    }

    private static string Refused(Action action) => Assert.Throws<TopologyException>(action).Message;

    private static string Edges(DirectedGraph graph) => string.Join("; ", graph.OutNeighbors.Select(row => string.Join(" ", row)));
}
