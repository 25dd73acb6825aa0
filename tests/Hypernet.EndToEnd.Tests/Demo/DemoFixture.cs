using System.Text.Json;
using Xunit;

namespace Hypernet.EndToEnd.Tests.Demo;

/// <summary>The plain demo.</summary>
public sealed class DemoFixture : IAsyncLifetime
{
    private DemoEnd _end = null!;

    /// <summary>Its exit code.</summary>
    public int ExitCode => _end.ExitCode;

    /// <summary>What it told people.</summary>
    public string Talk => _end.Talk;

    /// <summary>What it told programs.</summary>
    public JsonElement Line => _end.Line;

    /// <summary>What it left.</summary>
    public Traces Traces => _end.Traces;

    /// <inheritdoc/>
    public async Task InitializeAsync() => _end = await DemoEnd.OfAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;
}
