using System.Diagnostics;

namespace Hypernet.Topology;

/// <summary>
/// An undirected graph in which all positions have equally many neighbors, drawn at random: it averages in about as many rounds whatever
/// its size (docs/spec/dac.md). Drawn by switching the ends of pairs of edges, beginning at a circle: C. Cooper, M. Dyer, C. Greenhill,
/// "Sampling regular graphs and a peer-to-peer network", 2007.
/// </summary>
public static class RandomRegularGraph
{
    // The circle is forgotten well before: the rounds to an average no longer fall with more.
    private const int AttemptsOfAnEdge = 10;

    // A drawing falls apart with a chance below 1 in 20 in the worst case (degree 3 and 8 positions).
    private const int Drawings = 64;

    /// <summary>The same connected graph at every peer that gives the same numbers; the complete graph if there are too few positions.</summary>
    /// <param name="count">At least 1.</param>
    /// <param name="seed">Any number, equal at all peers: the epoch, say.</param>
    /// <param name="degree">Neighbors of each position. Default: 8. Range: at least 3; count times degree must be even.</param>
    /// <exception cref="TopologyException">There is no such graph.</exception>
    public static DirectedGraph Of(int count, ulong seed, int degree = 8)
    {
        Positions.RequireCount(count);
        if (degree < 3)
        {
            throw new TopologyException($"A random regular graph has degree 3 at least, not {degree}: take a ring.");
        }

        if (count <= degree + 1)
        {
            return CompleteGraph.Of(count);
        }

        if (((long)count * degree) % 2 != 0)
        {
            throw new TopologyException($"There is no graph of {count} positions with {degree} neighbors each: one of the numbers must be even.");
        }

        var edges = RingGraph.Edges(count, degree / 2).ToArray();
        if (degree % 2 != 0)
        {
            edges = [.. edges, .. Enumerable.Range(0, count / 2).Select(position => (position, position + (count / 2)))];
        }

        var chance = new SplitMix64(seed);
        for (int drawing = 0; drawing < Drawings; drawing++)
        {
            Switch(edges, count, chance);
            var graph = DirectedGraph.Undirected(count, edges);
            if (Connectivity.IsStrong(graph))
            {
                return graph;
            }
        }

        throw new UnreachableException($"{Drawings} random graphs of degree {degree} fell apart.");
    }

    private static void Switch((int A, int B)[] edges, int count, SplitMix64 chance)
    {
        var present = edges.Select(edge => Key(edge.A, edge.B, count)).ToHashSet();
        for (long attempt = 0; attempt < (long)AttemptsOfAnEdge * edges.Length; attempt++)
        {
            ref var one = ref edges[chance.Next(edges.Length)];
            ref var other = ref edges[chance.Next(edges.Length)];
            var (c, d) = (chance.Next() & 1) == 0 ? other : (other.B, other.A);
            if (one.A == c || one.B == d || present.Contains(Key(one.A, c, count)) || present.Contains(Key(one.B, d, count)))
            {
                continue;
            }

            present.Remove(Key(one.A, one.B, count));
            present.Remove(Key(c, d, count));
            (one, other) = ((one.A, c), (one.B, d));
            present.Add(Key(one.A, one.B, count));
            present.Add(Key(other.A, other.B, count));
        }
    }

    private static long Key(int a, int b, int count) => ((long)Math.Min(a, b) * count) + Math.Max(a, b);
}
