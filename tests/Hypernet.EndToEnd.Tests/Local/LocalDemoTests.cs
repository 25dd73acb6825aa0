using System.Text.Json;
using Hypernet.EndToEnd.Tests.Demo;
using Xunit;

namespace Hypernet.EndToEnd.Tests.Local;

/// <summary>What issue and README promise of <c>npm run demo -- --local --json</c>.</summary>
public sealed class LocalDemoTests
{
    [Fact]
    public async Task Death_of_a_rank_changes_no_bit_where_it_had_contributed_and_names_its_rows_where_not()
    {
        using var clone = await HiddenClone.CreateAsync();
        await using var demo = clone.StartDemo("--local");

        var (exitCode, output) = await demo.EndAsync();

        Assert.True(exitCode == 0, demo.Talk);
        var line = JsonDocument.Parse(output).RootElement;
        Assert.Equal(8, line.GetProperty("ranks").GetInt32());
        Assert.Equal(200_000, line.GetProperty("dataRows").GetInt32());
        Assert.True(line.GetProperty("equalBits").GetBoolean());
        var (whole, after, before) = (line.GetProperty("whole"), line.GetProperty("killedAfterContributing"), line.GetProperty("killedBeforeContributing"));
        Assert.Equal(Bits(whole), Bits(after));
        Assert.NotEqual(Bits(whole), Bits(before));
        Assert.All(Bits(whole), bits => Assert.Matches("^0x[0-9a-f]{16}$", bits));
        Assert.Equal("[]", after.GetProperty("missingRows").GetRawText());
        Assert.Equal("[[75001,100000]]", before.GetProperty("missingRows").GetRawText());
        Assert.Equal(175_000, before.GetProperty("rows").GetInt32());
        Assert.Equal(0, line.GetProperty("leftovers").GetInt32());
        Assert.Equal(10.950208511203295, whole.GetProperty("coefficients")[0].GetDouble(), 10);

        var left = Traces.Of(demo.Id, clone.Temporary);
        Assert.Empty(left.Processes);
        Assert.Empty(left.Files);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Interrupted_demo_says_so_and_leaves_nothing(string signal, int code)
    {
        using var clone = await HiddenClone.CreateAsync();
        await using var demo = clone.StartDemo("--local");
        await demo.SaysAsync("8 ranks fit");

        await demo.SignalAsync(signal);
        var (exitCode, output) = await demo.EndAsync();

        Assert.True(exitCode == code, $"exit code {exitCode}: {demo.Talk}");
        Assert.EndsWith("error: interrupted\n", demo.Talk, StringComparison.Ordinal);
        Assert.Empty(output);
        var left = Traces.Of(demo.Id, clone.Temporary);
        Assert.Empty(left.Processes);
        Assert.Empty(left.Files);
    }

    private static IEnumerable<string> Bits(JsonElement fit) => fit.GetProperty("coefficientBits").EnumerateArray().Select(bits => bits.GetString()!);
}
