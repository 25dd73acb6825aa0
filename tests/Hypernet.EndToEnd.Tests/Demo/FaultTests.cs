using Xunit;

namespace Hypernet.EndToEnd.Tests.Demo;

/// <summary>What issue and docs/security.md promise of lies and kills.</summary>
public sealed class FaultTests(FaultyDemos demos) : IClassFixture<FaultyDemos>
{
    public static TheoryData<string> Options => FaultyDemos.Options;

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Fault_costs_nobody_but_the_cheat(string options)
    {
        var end = await demos.EndOfAsync(options);

        Assert.True(end.ExitCode == 0, end.Talk);
        Assert.Empty(end.Line.GetProperty("complaints").EnumerateArray());
        Assert.Equal("Completed", end.Line.GetProperty("status").GetString());
        Assert.Equal(options.Contains("--cheat none", StringComparison.Ordinal) ? 0 : 1, end.Line.GetProperty("slashed").GetInt32());
        Assert.True(end.Line.GetProperty("conserved").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Result_is_that_of_one_machine_in_every_partition(string options)
    {
        var end = await demos.EndOfAsync(options);

        Assert.InRange(end.Line.GetProperty("maxRelativeError").GetDouble(), 0, 1e-10);
        Assert.Equal(3, end.Line.GetProperty("equalResults").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Nothing_is_left(string options)
    {
        var end = await demos.EndOfAsync(options);

        Assert.Empty(end.Traces.Processes);
        Assert.Empty(end.Traces.Files);
        Assert.Empty(end.Traces.ControlGroups);
    }
}
