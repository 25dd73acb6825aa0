using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class RehearsalTests
{
    [Fact]
    public async Task Two_ranks_are_lost_and_the_others_go_on() => Assert.Equal([1, 2], await Rehearsal.Begin());
}
