using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Audit;

public sealed class AuditDeskTests
{
    [Fact]
    public void Sums_of_an_honest_group_pass()
    {
        var group = new AuditGroup([.. Enumerable.Range(0, 5).Select(k => (Func<int, OperationCall>)(partition => Sum("x", partition + (k / 3.0), 1e300, -k)))], 3);
        Assert.True(group.Run());
        Assert.All(group.Outcomes, outcome => Assert.Equal(AuditOutcome.Passed, outcome));
        Assert.All(group.Nodes, node => Assert.Equal(0, node.Evidence!.Count));
    }

    [Fact]
    public void Supplier_that_contributes_something_else_is_named()
    {
        var group = new AuditGroup([.. Enumerable.Range(0, 5).Select(k => (Func<int, OperationCall>)(partition => Sum("x", partition + (k / 3.0), 1e300, -k)))], 3)
        {
            Give = (slot, number, call) => slot == 3 && number == 2 ? Sum(call.Name, 7, 7, 7) : call,
        };
        Assert.True(group.Run());
        foreach (int slot in Enumerable.Range(0, group.Size).Except([3]))
        {
            Assert.True(group.Outcomes[slot]!.End == AuditEnd.Failed, $"{slot}: {group.Outcomes[slot]}");
            Assert.Equal(SlotSet.Of(9, 3), group.Outcomes[slot]!.Culprits);
            Assert.Equal(group.Outcomes[0], group.Outcomes[slot]);
        }
    }
}
