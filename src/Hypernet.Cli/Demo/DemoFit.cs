using System.Diagnostics;
using System.Text.Json;
using Hypernet.Cli.Processes;

namespace Hypernet.Cli.Demo;

/// <summary>What <c>merge.py</c> of the example says: the merged fit beside an ordinary one on this machine.</summary>
/// <param name="Names">Names of the coefficients.</param>
/// <param name="Coefficients">Of the merged factors.</param>
/// <param name="Reference">Of the ordinary fit.</param>
/// <param name="MaxRelativeError">The largest relative difference.</param>
/// <param name="DataRows">Rows of the whole data set.</param>
internal sealed record DemoFit(
    IReadOnlyList<string> Names, IReadOnlyList<double> Coefficients, IReadOnlyList<double> Reference, double MaxRelativeError, int DataRows)
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Writes the flights of the npm package vega-datasets as CSV.</summary>
    public static async Task PackAsync(string clone, string example, DemoFolder folder, CancellationToken cancellationToken)
    {
        string source = Path.Combine(clone, "node_modules", "vega-datasets", "data", "flights-200k.json");
        var start = new ProcessStartInfo(Python, [Path.Combine(example, "pack.py"), source, Path.Combine(example, "flights.csv")]);
        await RunAsync("pack", start, folder, cancellationToken);
    }

    /// <summary>Merges delivered factors and fits the whole data set on this machine.</summary>
    public static async Task<DemoFit> MergeAsync(string example, IEnumerable<string> factors, DemoFolder folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(example, "merge.py"), Path.Combine(example, "flights.csv"), .. factors]);
        start.Environment["PYTHONPATH"] = Runtime.Bindings.PythonFolder;
        string json = await RunAsync("merge", start, folder, cancellationToken);
        return JsonSerializer.Deserialize<DemoFit>(json, JsonSerializerOptions.Web)!;
    }

    private static async Task<string> RunAsync(string name, ProcessStartInfo start, DemoFolder folder, CancellationToken cancellationToken)
    {
        string last = "";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        await using var child = ChildProcess.Start(name, start, folder.Log(name), line => last = line);
        return await child.WaitAsync(cancellationToken) == 0
            ? last
            : throw new CommandException(ExitCode.Failed, $"{name}.py failed:\n{child.Tail()}");
    }
}
