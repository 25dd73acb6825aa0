using System.Text.Json;
using Xunit;

namespace Hypernet.EndToEnd.Tests.Demo;

/// <summary>What came of one demo from beginning to end, in a process of its own.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Talk">What it told people.</param>
/// <param name="Line">What it told programs: the last line of its output.</param>
/// <param name="Traces">What it left.</param>
public sealed record DemoEnd(int ExitCode, string Talk, JsonElement Line, Traces Traces)
{
    /// <summary>Runs a demo with these options.</summary>
    public static async Task<DemoEnd> OfAsync(params IEnumerable<string> options)
    {
        using var clone = await HiddenClone.CreateAsync();
        await using var demo = clone.StartDemo(options);
        var (exitCode, output) = await demo.EndAsync();
        string last = output.TrimEnd().Split('\n')[^1];
        Assert.True(last.StartsWith('{'), $"exit code {exitCode}, no line for programs:\n{demo.Talk}");
        return new DemoEnd(exitCode, demo.Talk, JsonDocument.Parse(last).RootElement, Traces.Of(demo.Id, clone.Temporary));
    }
}
