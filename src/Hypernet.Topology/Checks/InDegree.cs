namespace Hypernet.Topology;

/// <summary>How many a position hears of: a survivor that nobody sends to any more drains its weight to nothing (docs/spec/dac.md).</summary>
public static class InDegree
{
    /// <summary>What gossip needs at every position after every view.</summary>
    public const int OfGossip = 4;

    /// <summary>The least number of in-neighbors of any position.</summary>
    /// <param name="graph">Any graph.</param>
    public static int Least(DirectedGraph graph) => graph.InNeighbors.Min(row => row.Count);

    /// <summary>Refuses a graph in which a position has too few in-neighbors. All others are always enough.</summary>
    /// <param name="graph">Any graph.</param>
    /// <param name="least">How many it must have. Default: <see cref="OfGossip"/>.</param>
    /// <exception cref="TopologyException">A position has fewer.</exception>
    public static void Require(DirectedGraph graph, int least = OfGossip)
    {
        int found = Least(graph);
        if (found < Math.Min(least, graph.Count - 1))
        {
            int position = Enumerable.Range(0, graph.Count).First(position => graph.InNeighbors[position].Count == found);
            throw new TopologyException($"Position {position} has {found} in-neighbors and needs {least}: repair the graph.");
        }
    }
}
