namespace Hypernet.Topology;

/// <summary>The tree in which all others are the root's children: two messages each, and the fewest in all.</summary>
/// <param name="count">How many positions there are: at least 1.</param>
/// <param name="root">The position in the middle. Default: 0.</param>
/// <exception cref="TopologyException">There are no positions, or the root is none of them.</exception>
public sealed class StarTree(int count, int root = 0) : RootedTree(count, root)
{
    /// <inheritdoc/>
    public override int Depth => Count == 1 ? 0 : 1;

    private protected override int ParentOf(int distance) => 0;

    private protected override IEnumerable<int> ChildrenOf(int distance) => distance == 0 ? Enumerable.Range(1, Count - 1) : [];
}
