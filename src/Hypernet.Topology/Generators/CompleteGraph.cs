namespace Hypernet.Topology;

/// <summary>Everybody sends to everybody else: one round, n (n − 1) messages.</summary>
public static class CompleteGraph
{
    /// <summary>The complete graph of so many positions.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="TopologyException">There are no positions.</exception>
    public static DirectedGraph Of(int count) => RingGraph.Of(count, Math.Max(count, 1));
}
