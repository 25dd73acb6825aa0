using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Operations;

/// <summary>
/// Nodes of the fixed binary tree over all partitions: what any set of partitions has become so far. Siblings that are both there
/// are merged, so that the bits depend on the set alone, never on who held which partition.
/// </summary>
/// <param name="Partitions">Leaves of the tree.</param>
/// <param name="Nodes">By first partition, ascending; none covers what another one does.</param>
internal sealed record Forest(int Partitions, IReadOnlyList<Forest.Node> Nodes)
{
    /// <summary>The nodes of both.</summary>
    internal static Forest Merge(Forest one, Forest other) =>
        new(one.Partitions, Coalesce(one.Partitions, one.Nodes.Concat(other.Nodes).OrderBy(node => node.First)));

    /// <summary>The least partition that is in both, if there is one.</summary>
    internal int? Overlap(Forest other)
    {
        var both = Nodes.SelectMany(node => other.Nodes
            .Where(its => its.First < node.End(Partitions) && node.First < its.End(Partitions))
            .Select(its => (int?)Math.Max(node.First, its.First)));
        return both.Min();
    }

    /// <summary>The partitions that are in no node, ascending.</summary>
    internal IEnumerable<int> Missing() =>
        Enumerable.Range(0, Partitions).Except(Nodes.SelectMany(node => Enumerable.Range(node.First, node.End(Partitions) - node.First)));

    /// <summary>The triangle of all rows: a missing partition has none.</summary>
    internal Triangle Root(int width)
    {
        var missing = Missing().Select(partition => new Node(0, partition, Triangle.Empty(width)));
        return Merge(this, this with { Nodes = [.. missing] }).Nodes[0].Triangle;
    }

    private static List<Node> Coalesce(int partitions, IEnumerable<Node> ascending)
    {
        var merged = new List<Node>();
        foreach (var node in ascending)
        {
            merged.Add(node);
            while (Parent(partitions, merged) is var (parent, children))
            {
                merged.RemoveRange(merged.Count - children, children);
                merged.Add(parent);
            }
        }

        return merged;
    }

    // The parent of the last node, if all its children are the last ones of the list. One beyond the last partition is no child.
    private static (Node Parent, int Children)? Parent(int partitions, List<Node> nodes)
    {
        var last = nodes[^1];
        if (last.First == 0 && last.End(partitions) == partitions)
        {
            return null;
        }

        if (last.Index % 2 == 0)
        {
            return last.End(partitions) == partitions ? (last.Up(last.Triangle), 1) : null;
        }

        return nodes.Count > 1 && nodes[^2] is var left && left.Level == last.Level && left.Index == last.Index - 1
            ? (left.Up(Triangle.Merge(left.Triangle, last.Triangle)), 2)
            : null;
    }

    /// <summary>A node: its triangle stands for the partitions from Index · 2^Level on, 2^Level of them.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Node(int Level, int Index, Triangle Triangle)
    {
        internal int First => Index << Level;

        internal int End(int partitions) => (int)Math.Min((long)(Index + 1) << Level, partitions);

        internal Node Up(Triangle triangle) => new(Level + 1, Index >> 1, triangle);
    }
}
