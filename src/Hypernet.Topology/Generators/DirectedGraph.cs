namespace Hypernet.Topology;

/// <summary>Who sends to whom: positions 0 … n − 1 and the edges between them, none from a position to itself and none twice. Immutable.</summary>
public sealed class DirectedGraph
{
    private DirectedGraph(int[][] outNeighbors)
    {
        OutNeighbors = outNeighbors;
        InNeighbors = Reverse(outNeighbors);
        MaximumOutDegree = outNeighbors.Max(row => row.Length);
        IsSymmetric = OutNeighbors.Zip(InNeighbors).All(rows => rows.First.SequenceEqual(rows.Second));
        IsBalanced = OutNeighbors.Zip(InNeighbors).All(rows => rows.First.Count == rows.Second.Count);
    }

    /// <summary>How many positions there are.</summary>
    public int Count => OutNeighbors.Count;

    /// <summary>For each position, those that it sends to, ascending.</summary>
    public IReadOnlyList<IReadOnlyList<int>> OutNeighbors { get; }

    /// <summary>For each position, those that it receives from, ascending: the white paper's neighbor set N_i (section 3.4.2).</summary>
    public IReadOnlyList<IReadOnlyList<int>> InNeighbors { get; }

    /// <summary>The most that any position sends to: Δ.</summary>
    public int MaximumOutDegree { get; }

    /// <summary>Whether every edge has its reverse: the graph is undirected.</summary>
    public bool IsSymmetric { get; }

    /// <summary>Whether every position receives from as many as it sends to: what an average needs.</summary>
    public bool IsBalanced { get; }

    /// <summary>The graph with these edges.</summary>
    /// <param name="outNeighbors">For each position, those that it sends to, in any order.</param>
    /// <exception cref="TopologyException">There are no positions, or an edge leads outside, to its own beginning, or is there twice.</exception>
    public static DirectedGraph Of(IReadOnlyList<IReadOnlyList<int>> outNeighbors)
    {
        Positions.RequireCount(outNeighbors.Count);
        int[][] rows = [.. outNeighbors.Select(row => row.Order().ToArray())];
        for (int position = 0; position < rows.Length; position++)
        {
            for (int i = 0; i < rows[position].Length; i++)
            {
                int neighbor = rows[position][i];
                Positions.Require(neighbor, rows.Length);
                if (neighbor == position)
                {
                    throw new TopologyException($"Position {position} sends to itself: leave the edge out, its own value is always there.");
                }

                if (i > 0 && rows[position][i - 1] == neighbor)
                {
                    throw new TopologyException($"Position {position} sends to {neighbor} twice: leave one edge out.");
                }
            }
        }

        return new DirectedGraph(rows);
    }

    /// <summary>The undirected graph with these edges, each given once.</summary>
    internal static DirectedGraph Undirected(int count, IEnumerable<(int A, int B)> edges)
    {
        var rows = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        foreach (var (a, b) in edges)
        {
            rows[a].Add(b);
            rows[b].Add(a);
        }

        return Of(rows);
    }

    private static int[][] Reverse(int[][] rows)
    {
        int[] sizes = new int[rows.Length];
        foreach (int neighbor in rows.SelectMany(row => row))
        {
            sizes[neighbor]++;
        }

        int[][] reversed = [.. sizes.Select(size => new int[size])];
        for (int position = rows.Length - 1; position >= 0; position--)
        {
            foreach (int neighbor in rows[position])
            {
                reversed[neighbor][--sizes[neighbor]] = position;
            }
        }

        return reversed;
    }
}
