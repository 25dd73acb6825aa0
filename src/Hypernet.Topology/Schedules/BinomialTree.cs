using System.Numerics;

namespace Hypernet.Topology;

/// <summary>
/// The tree in which nobody has more than ⌈log2 n⌉ children and no way down is longer than ⌊log2 n⌋: a parent's distance from the root
/// is the child's without its lowest bit. A subtree is a run of consecutive positions around the circle, its own root first.
/// </summary>
/// <param name="count">How many positions there are: at least 1.</param>
/// <param name="root">The position that has no parent. Default: 0.</param>
/// <exception cref="TopologyException">There are no positions, or the root is none of them.</exception>
public sealed class BinomialTree(int count, int root = 0) : RootedTree(count, root)
{
    /// <inheritdoc/>
    public override int Depth => BitOperations.Log2((uint)Count);

    private protected override int ParentOf(int distance) => distance & (distance - 1);

    private protected override IEnumerable<int> ChildrenOf(int distance)
    {
        int bits = distance == 0 ? Positions.RoundsToReach(Count) : BitOperations.TrailingZeroCount(distance);
        for (int bit = bits - 1; bit >= 0; bit--)
        {
            long child = (long)distance + (1L << bit);
            if (child < Count)
            {
                yield return (int)child;
            }
        }
    }
}
