namespace Hypernet.Topology;

/// <summary>
/// A circle with shortcuts: M. Newman, D. Watts, "Renormalization group analysis of the small-world network model", 1999. Shortcuts are
/// added and no edge is taken away, so that it is always connected.
/// </summary>
public static class SmallWorldGraph
{
    /// <summary>The same undirected graph at every peer that gives the same numbers.</summary>
    /// <param name="count">At least 1.</param>
    /// <param name="seed">Any number, equal at all peers: the epoch, say.</param>
    /// <param name="reach">How far edges of the circle reach on each side. Default: 2.</param>
    /// <param name="shortcuts">Chance that an edge of the circle brings a shortcut from its beginning to anywhere. Default: 0.5. Range: 0 to 1.</param>
    /// <exception cref="TopologyException">A number is out of its range.</exception>
    public static DirectedGraph Of(int count, ulong seed, int reach = 2, double shortcuts = 0.5)
    {
        if (!(shortcuts is >= 0 and <= 1))
        {
            throw new TopologyException($"The chance of a shortcut is {shortcuts} and must be from 0 to 1.");
        }

        var ring = RingGraph.Of(count, reach);
        var edges = RingGraph.Edges(count, reach).ToHashSet();
        var chance = new SplitMix64(seed);
        foreach (var (position, _) in RingGraph.Edges(count, reach))
        {
            int end = chance.NextDouble() < shortcuts ? chance.Next(count) : position;
            if (end != position && !ring.OutNeighbors[position].Contains(end))
            {
                edges.Add((Math.Min(position, end), Math.Max(position, end)));
            }
        }

        return DirectedGraph.Undirected(count, edges);
    }
}
