using Hypernet.Agent.Keeping;
using Xunit;

namespace Hypernet.Agent.Tests.Keeping;

public sealed class KeeperRuleTests
{
    [Theory]
    [InlineData(2, 3, 0, new[] { 3, 4 })]
    [InlineData(2, 3, 5, new[] { 2, 0 })]
    [InlineData(2, 2, 3, new[] { 1, 0 })]
    [InlineData(3, 3, 4, new[] { 7, 1 })]
    [InlineData(5, 1, 3, new[] { 4, 0 })]
    [InlineData(2, 1, 0, new[] { 1 })]
    [InlineData(1, 3, 0, new int[0])]
    public void Two_ranks_of_other_groups_keep_what_a_rank_has_computed(int groups, int replication, int rank, int[] keepers) =>
        Assert.Equal(keepers, KeeperRule.Of(rank, groups, replication));

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    [InlineData(4, 3)]
    [InlineData(64, 4)]
    public void All_have_as_many_to_keep_for_as_they_have_keepers(int groups, int replication)
    {
        var all = Enumerable.Range(0, groups * replication).ToList();
        var pairs = all.SelectMany(rank => KeeperRule.Of(rank, groups, replication).Select(keeper => (rank, keeper))).ToList();

        Assert.All(pairs, pair => Assert.NotEqual(pair.rank / replication, pair.keeper / replication));
        Assert.All(all, rank => Assert.Equal(2, pairs.Count(pair => pair.rank == rank)));
        Assert.All(all, rank => Assert.Equal(2, pairs.Count(pair => pair.keeper == rank)));
    }

    [Theory]
    [InlineData(2, 2, 0, new[] { 0, 1, 2, 3 })]
    [InlineData(4, 2, 3, new[] { 6, 7, 0, 2, 1, 3 })]
    public void A_group_s_checkpoints_are_with_itself_and_its_keepers(int groups, int replication, int group, int[] ranks) =>
        Assert.Equal(ranks, KeeperRule.OfGroup(group, groups, replication));
}
