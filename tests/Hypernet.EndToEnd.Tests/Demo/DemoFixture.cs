using System.Text.Json;
using Xunit;

namespace Hypernet.EndToEnd.Tests.Demo;

/// <summary>One demo from beginning to end, in a process of its own.</summary>
public sealed class DemoFixture : IAsyncLifetime
{
    /// <summary>Its exit code.</summary>
    public int ExitCode { get; private set; }

    /// <summary>What it told people.</summary>
    public string Talk { get; private set; } = "";

    /// <summary>What it told programs: the last line of its output.</summary>
    public JsonElement Line { get; private set; }

    /// <summary>What it left.</summary>
    public Traces Traces { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        using var clone = await HiddenClone.CreateAsync();
        await using var demo = clone.StartDemo();
        (ExitCode, string output) = await demo.EndAsync();
        Talk = demo.Talk;
        string last = output.TrimEnd().Split('\n')[^1];
        Assert.True(last.StartsWith('{'), $"exit code {ExitCode}, no line for programs:\n{Talk}");
        Line = JsonDocument.Parse(last).RootElement;
        Traces = Traces.Of(demo.Id, clone.Temporary);
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;
}
