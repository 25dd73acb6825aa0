using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Hypernet.Topology;

public sealed class RootedTreeTests
{
    [Fact]
    public void Everybody_but_the_root_is_the_child_of_its_parent_and_of_nobody_else() => ForAll(tree =>
    {
        int[] children = [.. Enumerable.Range(0, tree.Count).SelectMany(tree.Children)];
        return children.Append(tree.Root).Order().SequenceEqual(Enumerable.Range(0, tree.Count))
            && Enumerable.Range(0, tree.Count).All(position => tree.Children(position).All(child => tree.Parent(child) == position))
            && tree.Parent(tree.Root) == -1;
    });

    [Fact]
    public void Depth_is_the_longest_way_to_the_root() =>
        ForAll(tree => tree.Depth == Enumerable.Range(0, tree.Count).Max(position => Way(tree, position).Count() - 1));

    [Fact]
    public void Nobody_in_a_binomial_tree_has_more_than_the_ceiling_of_log2_n_children() =>
        ForAll(tree => tree is StarTree || Enumerable.Range(0, tree.Count).All(position => tree.Children(position).Count <= Math.Ceiling(Math.Log2(tree.Count))));

    [Fact]
    public void Subtree_of_a_binomial_tree_is_a_run_of_positions_and_larger_ones_come_first() => ForAll(tree =>
        tree is StarTree || Enumerable.Range(0, tree.Count).All(position =>
        {
            int[] distances = [.. Subtree(tree, position).Select(member => (member - position + tree.Count) % tree.Count).Order()];
            int[] sizes = [.. tree.Children(position).Select(child => Subtree(tree, child).Count())];
            return distances.SequenceEqual(Enumerable.Range(0, distances.Length)) && (sizes.Length < 2 || sizes.Skip(1).SequenceEqual(sizes.Skip(1).OrderDescending()));
        }));

    [Fact]
    public void Positions_outside_are_refused()
    {
        Assert.Throws<TopologyException>(() => new BinomialTree(0));
        Assert.Throws<TopologyException>(() => new BinomialTree(4, 4));
        Assert.Throws<TopologyException>(() => new StarTree(4).Parent(-1));
        Assert.Throws<TopologyException>(() => new StarTree(4).Children(4));
    }

    private static void ForAll(Func<RootedTree, bool> holds)
    {
        var trees =
            from count in Gen.Choose(1, 130)
            from root in Gen.Choose(0, count - 1)
            from isStar in Gen.Elements(true, false)
            select isStar ? (RootedTree)new StarTree(count, root) : new BinomialTree(count, root);
        Prop.ForAll(trees.ToArbitrary(), holds).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<int> Way(RootedTree tree, int position)
    {
        for (int at = position; at != -1; at = tree.Parent(at))
        {
            yield return at;
        }
    }

    private static IEnumerable<int> Subtree(RootedTree tree, int position) => tree.Children(position).SelectMany(child => Subtree(tree, child)).Prepend(position);
}
