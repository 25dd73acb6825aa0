using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime.Python;

/// <summary>The flights of the npm package vega-datasets as the example packs and fits them, once for all tests.</summary>
public sealed class FlightsFixture : IAsyncLifetime, IDisposable
{
    public const int Groups = 3;

    private readonly TemporaryFolder _folder = new();
    private Task<RecordingHost[]>? _whole;

    public string Path => _folder.Of("flights.csv");

    public async Task InitializeAsync()
    {
        string source = System.IO.Path.Combine(Repository.Root, "node_modules", "vega-datasets", "data", "flights-200k.json");
        await PythonProgram.OutputAsync(server: null, input: null, PythonProgram.InExample("pack.py"), source, Path);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>What the partitions handed in when they fitted all from the beginning.</summary>
    public Task<RecordingHost[]> WholeAsync() => _whole ??= FitAsync(resume: 0, state: []);

    /// <summary>Has the partitions fit together, from a checkpoint on.</summary>
    public async Task<RecordingHost[]> FitAsync(int resume, byte[] state)
    {
        await using var ranks = await LocalRanks.JoinAsync(Groups);
        string[] inputs = await Task.WhenAll(Enumerable.Range(0, Groups).Select(InputAsync));
        return await ranks.FinishAsync(rank => (inputs[rank], new RecordingHost { Restorable = state }), checkpoints: 3, resume, PythonProgram.InExample("fit.py"));
    }

    private async Task<string> InputAsync(int partition)
    {
        string input = Directory.CreateDirectory(_folder.Of($"input{partition}")).FullName;
        string[] lines = await File.ReadAllLinesAsync(Path);
        int rows = lines.Length - 1;
        await File.WriteAllLinesAsync(
            System.IO.Path.Combine(input, "flights.csv"), lines[(1 + (rows * partition / Groups))..(1 + (rows * (partition + 1) / Groups))].Prepend(lines[0]));
        return input;
    }
}
