namespace Hypernet.Topology;

/// <summary>A tree over the positions of a view: values go up to the root, and results down again.</summary>
public abstract class RootedTree
{
    private protected RootedTree(int count, int root)
    {
        Positions.RequireCount(count);
        Positions.Require(root, count);
        Count = count;
        Root = root;
    }

    /// <summary>How many positions there are.</summary>
    public int Count { get; }

    /// <summary>The position that has no parent.</summary>
    public int Root { get; }

    /// <summary>Edges of the longest way down: rounds that a value takes up, if a position receives from all its children at once.</summary>
    public abstract int Depth { get; }

    /// <summary>To whom a position sends what it has merged.</summary>
    /// <param name="position">From 0, below <see cref="Count"/>.</param>
    /// <returns>Its parent, or −1 for the root.</returns>
    /// <exception cref="TopologyException">The position is not in the tree.</exception>
    public int Parent(int position)
    {
        Positions.Require(position, Count);
        return position == Root ? -1 : At(ParentOf(Distance(position)));
    }

    /// <summary>From whom a position receives before it sends, those with the larger subtrees first.</summary>
    /// <param name="position">From 0, below <see cref="Count"/>.</param>
    /// <exception cref="TopologyException">The position is not in the tree.</exception>
    public IReadOnlyList<int> Children(int position)
    {
        Positions.Require(position, Count);
        return [.. ChildrenOf(Distance(position)).Select(At)];
    }

    // Trees are laid out by the distance from the root around the circle, from 0 for the root itself.
    private protected abstract int ParentOf(int distance);

    private protected abstract IEnumerable<int> ChildrenOf(int distance);

    private int Distance(int position) => position >= Root ? position - Root : position + (Count - Root);

    private int At(int distance) => distance < Count - Root ? Root + distance : distance - (Count - Root);
}
