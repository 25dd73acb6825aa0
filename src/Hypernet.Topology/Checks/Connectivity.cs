namespace Hypernet.Topology;

/// <summary>Whether values can reach everybody.</summary>
public static class Connectivity
{
    /// <summary>Whether there is a way along the edges from every position to every other one.</summary>
    /// <param name="graph">Any graph.</param>
    public static bool IsStrong(DirectedGraph graph) => ReachesAll(graph.OutNeighbors) && ReachesAll(graph.InNeighbors);

    /// <summary>Refuses a graph in which some position cannot hear of another.</summary>
    /// <param name="graph">Any graph.</param>
    /// <exception cref="TopologyException">The graph is not strongly connected.</exception>
    public static void RequireStrong(DirectedGraph graph)
    {
        if (!IsStrong(graph))
        {
            throw new TopologyException($"The graph of {graph.Count} positions is not strongly connected: there is no agreement across its gaps.");
        }
    }

    private static bool ReachesAll(IReadOnlyList<IReadOnlyList<int>> neighbors)
    {
        bool[] isReached = new bool[neighbors.Count];
        var next = new Queue<int>([0]);
        isReached[0] = true;
        int reached = 1;
        while (next.TryDequeue(out int position))
        {
            foreach (int neighbor in neighbors[position].Where(neighbor => !isReached[neighbor]))
            {
                isReached[neighbor] = true;
                reached++;
                next.Enqueue(neighbor);
            }
        }

        return reached == neighbors.Count;
    }
}
