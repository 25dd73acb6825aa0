namespace Hypernet.Topology;

/// <summary>
/// 1 / (1 + the larger degree of an edge's ends): needs to know no more of the graph than the neighbors' degrees, and is stable on every
/// connected undirected graph: L. Xiao, S. Boyd, S. Lall, "A scheme for robust distributed sensor fusion based on average consensus", 2005.
/// </summary>
public static class MetropolisWeights
{
    /// <summary>The weights of a graph.</summary>
    /// <param name="graph">Undirected and connected.</param>
    /// <exception cref="TopologyException">The graph is not such a one.</exception>
    public static MixingWeights Of(DirectedGraph graph)
    {
        Connectivity.RequireStrong(graph);
        return graph.IsSymmetric
            ? MixingWeights.Of(graph, (position, neighbor) => 1.0 / (1 + Math.Max(graph.InNeighbors[position].Count, graph.InNeighbors[neighbor].Count)))
            : throw new TopologyException("Metropolis weights are for undirected graphs: every edge needs its reverse.");
    }
}
