using Hypernet.Cli.Demo;
using Xunit;

namespace Hypernet.Cli.Tests.Demo;

public sealed class DemoPlanTests
{
    [Theory]
    [InlineData("seller", "seller")]
    [InlineData("none", "none")]
    [InlineData("Chain", "chain")]
    [InlineData("agent:8", "agent:8")]
    public void Kill_is_read_as_it_is_written(string text, string written)
    {
        var (target, agent) = DemoPlan.ParseKill(text)!.Value;

        Assert.Equal(written, new DemoPlan(DemoCheat.None, target, agent).KillText);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("agent")]
    [InlineData("agent:0")]
    [InlineData("agent:9")]
    [InlineData("agent:-1")]
    [InlineData("agent:1:2")]
    [InlineData("server:1")]
    [InlineData("dog")]
    public void Nobody_else_is_killed(string text) => Assert.Null(DemoPlan.ParseKill(text));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("truth")]
    public void No_other_lie_is_told(string text) => Assert.Null(DemoPlan.ParseCheat(text));

    [Fact]
    public void Table_has_each_lie_and_each_kill()
    {
        Assert.Equal(Enum.GetValues<DemoCheat>(), DemoPlan.Faults.Select(plan => plan.Cheat).Distinct().Order());
        Assert.Equal(Enum.GetValues<DemoTarget>(), DemoPlan.Faults.Select(plan => plan.Target).Distinct().Order());
    }
}
