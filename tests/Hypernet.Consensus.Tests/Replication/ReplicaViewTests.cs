using Hypernet.Consensus.Membership;
using Hypernet.Network.Simulation;
using Xunit;

namespace Hypernet.Consensus.Replication;

public sealed class ReplicaViewTests
{
    private static readonly Seats TwoByThree = new(6, QuorumRule.Replicas, 3, 2);

    [Fact]
    public void View_without_replicas_has_the_bytes_of_the_first_version() => Assert.Equal(
        "04000000 0500000000000000 01000000 0E 0F 01 01000000 00000000 01000000",
        Spaced(
            new View(new Seats(4, QuorumRule.Survivors), new Ballot(5, 1), SlotSet.Of(4, 1, 2, 3), SlotSet.All(4), SlotSet.Of(4, 0), [new(0, 1)]),
            4, 8, 4, 1, 1, 1, 4, 4, 4));

    [Fact]
    public void View_with_replicas_says_who_supplies_each_partition() => Assert.Equal(
        "06000000 0700000000000000 02000000 07 3F 38 00000000 03000000 01000000 FFFFFFFF 00000000",
        Spaced(
            new View(TwoByThree, new Ballot(7, 2), SlotSet.Of(6, 0, 1, 2), SlotSet.All(6), SlotSet.Of(6, 3, 4, 5), [], [1, -1]),
            4, 8, 4, 1, 1, 1, 4, 4, 4, 4, 4));

    [Fact]
    public void First_view_has_its_identity() => Assert.Equal(
        (3649267447285337430UL, 18249009390347372197UL),
        (View.First(new Seats(4, QuorumRule.Survivors)).Id, View.First(TwoByThree).Id));

    [Theory]
    [InlineData(3, 4, true)]
    [InlineData(1, 3, true)]
    [InlineData(3, 1, false)] // Of another partition.
    [InlineData(1, 2, false)] // No member.
    [InlineData(1, 6, false)] // No slot.
    [InlineData(-1, 3, false)] // There are members.
    public void Supplier_is_a_member_of_its_partition(int first, int second, bool isSound)
    {
        first = first == 3 ? 0 : first;
        var view = new View(TwoByThree, new Ballot(1, 0), SlotSet.Of(6, 0, 1, 3, 4), SlotSet.All(6), SlotSet.None(6), [], [first, second]);
        var writer = new FieldWriter();
        view.Write(writer);
        var reader = new FieldReader(writer.Written.Span);

        Assert.Equal(isSound, View.Read(ref reader, TwoByThree)?.Id == view.Id);
    }

    [Theory]
    [InlineData("0 1 2 3 4 5", "", true)]
    [InlineData("0 2 4 5", "", true)]
    [InlineData("0 1 2 4", "", false)]
    [InlineData("1 2", "3 4 5", true)]
    [InlineData("1", "0 3 4 5", false)]
    public void Quorum_is_counted_of_all_configured_replicas_of_each_rank(string voters, string left, bool isQuorum) =>
        Assert.Equal(isQuorum, TwoByThree.HaveQuorum(Slots(voters), Slots(left)));

    [Theory]
    [InlineData("0 1 2 3 4 5", "1", "", "1")]
    [InlineData("0 1 2 3 4 5", "0 1", "", "0")] // A quorum stays.
    [InlineData("0 1 3 4 5", "1", "", "")]
    [InlineData("0 1 2 3 4 5", "0 1 2", "0 1", "0")]
    [InlineData("0 1 2 3 4 5", "0 1 2", "0 1 2", "0, 1, 2")] // As a whole, when nobody needs anything of it.
    [InlineData("0 1 3 4", "0 1 3 4", "", "0, 1, 3, 4")]
    public void Those_leave_who_are_not_needed(string members, string leaving, string settled, string departing) =>
        Assert.Equal(departing, TwoByThree.Departing(Slots(members), Slots(leaving), Slots(settled)).ToString());

    [Theory]
    [InlineData(6, QuorumRule.Replicas, 1, null)]
    [InlineData(6, QuorumRule.Replicas, 4, null)]
    [InlineData(6, QuorumRule.Replicas, 3, 1)]
    [InlineData(6, QuorumRule.Replicas, 3, 4)]
    [InlineData(6, QuorumRule.Replicas, 2, 1)]
    [InlineData(6, QuorumRule.Majority, 3, null)]
    public async Task Replicas_and_their_quorum_have_ranges(int slots, QuorumRule rule, int replicas, int? quorum)
    {
        var options = new ConsensusOptions { Transport = new SimulatedNetwork(slots, 1).Transport(0), Quorum = rule, Replicas = replicas, ReplicaQuorum = quorum };

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await ConsensusNode.JoinAsync(options));
    }

    private static SlotSet Slots(string text) => SlotSet.Of(6, text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));

    private static string Spaced(View view, params int[] lengths)
    {
        var writer = new FieldWriter();
        view.Write(writer);
        string hex = Convert.ToHexString(writer.Written.Span);
        var parts = new List<string>();
        foreach (int length in lengths)
        {
            parts.Add(hex[..(2 * length)]);
            hex = hex[(2 * length)..];
        }

        Assert.Empty(hex);
        return string.Join(' ', parts);
    }
}
