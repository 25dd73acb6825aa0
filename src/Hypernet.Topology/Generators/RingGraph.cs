namespace Hypernet.Topology;

/// <summary>The circle: every position has edges to the nearest ones on both sides. Averages over it slowly: about n² rounds.</summary>
public static class RingGraph
{
    /// <summary>The circle of so many positions.</summary>
    /// <param name="count">At least 1.</param>
    /// <param name="reach">How far edges reach on each side: each position has twice as many neighbors, or all others. Default: 1.</param>
    /// <exception cref="TopologyException">There are no positions, or edges that reach nobody.</exception>
    public static DirectedGraph Of(int count, int reach = 1)
    {
        Positions.RequireCount(count);
        return reach >= 1 ? DirectedGraph.Undirected(count, Edges(count, reach)) : throw new TopologyException($"The edges of a ring reach at least 1 position far, not {reach}.");
    }

    /// <summary>Edges of the circle up to a distance, each once. One of half the circle, if the count is even, is there once for two positions.</summary>
    internal static IEnumerable<(int A, int B)> Edges(int count, int reach) =>
        from distance in Enumerable.Range(1, Math.Min(reach, count / 2))
        from position in Enumerable.Range(0, 2 * distance == count ? distance : count)
        select (position, (position + distance) % count);
}
