using Xunit;

namespace Hypernet.EndToEnd.Tests.Demo;

/// <summary>Demos with one fault each, two at a time: they wait for blocks more than they compute.</summary>
public sealed class FaultyDemos : IAsyncLifetime
{
    private static readonly string[] Faults =
    [
        "--cheat contribution --kill none",
        "--cheat listen --kill none",
        "--cheat none --kill agent:1",
        "--cheat none --kill server",
    ];

    private readonly Dictionary<string, Task<DemoEnd>> _ends = [];

    /// <summary>The options of each.</summary>
    public static TheoryData<string> Options { get; } = [.. Faults];

    /// <summary>What came of one.</summary>
    public Task<DemoEnd> EndOfAsync(string options) => _ends[options];

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        foreach (string[] pair in Faults.Chunk(2))
        {
            foreach (string options in pair)
            {
                _ends[options] = DemoEnd.OfAsync(options.Split(' '));
            }

            // One that fails is told of by its tests.
            await Task.WhenAll(pair.Select(options => _ends[options].ContinueWith(_ => { }, TaskScheduler.Default)));
        }
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;
}
