using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime.Python;

/// <summary>The flights of the npm package vega-datasets as the example packs them, once for all tests.</summary>
public sealed class FlightsFixture : IAsyncLifetime, IDisposable
{
    public const int Groups = 3;

    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Of("flights.csv");

    public async Task InitializeAsync()
    {
        string source = System.IO.Path.Combine(Repository.Root, "node_modules", "vega-datasets", "data", "flights-200k.json");
        await PythonProgram.OutputAsync(server: null, input: null, PythonProgram.InExample("pack.py"), source, Path);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>A group's rows below the header line.</summary>
    public async Task<string> PartitionAsync(int group)
    {
        string[] lines = await File.ReadAllLinesAsync(Path);
        int rows = lines.Length - 1;
        var own = lines[(1 + (rows * group / Groups))..(1 + (rows * (group + 1) / Groups))];
        return string.Concat(new[] { lines[0] }.Concat(own).Select(line => line + "\n"));
    }
}
