using Xunit;

namespace Hypernet.EndToEnd.Tests.Demo;

public sealed class InterruptedDemoTests
{
    [Theory]
    [InlineData("a local chain, the contracts")]
    [InlineData("a server, 10 sellers")]
    [InlineData("checkpoint 1 begins")]
    public async Task Interrupted_demo_says_so_and_leaves_nothing(string moment)
    {
        using var clone = await HiddenClone.CreateAsync();
        await using var demo = clone.StartDemo();
        await demo.SaysAsync(moment);
        var before = Traces.Of(demo.Id, clone.Temporary);

        await demo.InterruptAsync();
        var (exitCode, output) = await demo.EndAsync();

        Assert.True(exitCode == 130, $"exit code {exitCode}: {demo.Talk}");
        Assert.EndsWith("error: interrupted\n", demo.Talk, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.NotEmpty(before.Processes);
        Assert.NotEmpty(before.Files);
        var left = Traces.Of(demo.Id, clone.Temporary);
        Assert.Empty(left.Processes);
        Assert.Empty(left.Files);
        Assert.Empty(left.ControlGroups);
    }
}
