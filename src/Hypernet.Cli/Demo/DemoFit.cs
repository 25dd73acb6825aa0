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
    /// <summary>The interpreter: PATH may name a private one without NumPy.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>Starts to write the flights of the npm package vega-datasets as CSV.</summary>
    /// <param name="example">The folder with pack.py.</param>
    /// <param name="target">The file.</param>
    /// <param name="folder">Takes the log.</param>
    public static ChildProcess StartPacking(string example, string target, DemoFolder folder)
    {
        string source = Path.Combine(Clone.Root(), "node_modules", "vega-datasets", "data", "flights-200k.json");
        return Start("pack", folder, null, Path.Combine(example, "pack.py"), source, target);
    }

    /// <summary>Merges delivered factors and fits the whole data set on this machine.</summary>
    public static async Task<DemoFit> MergeAsync(string example, IEnumerable<string> factors, DemoFolder folder, CancellationToken cancellationToken)
    {
        string json = "";
        await using var merging = Start(
            "merge", folder, line => json = line, [Path.Combine(example, "merge.py"), Path.Combine(example, "flights.csv"), .. factors]);
        await EndAsync(merging, cancellationToken);
        return JsonSerializer.Deserialize<DemoFit>(json, JsonSerializerOptions.Web)!;
    }

    /// <summary>Waits for the end of one of these programs, which must be a good one.</summary>
    /// <exception cref="CommandException">It failed.</exception>
    public static async Task EndAsync(ChildProcess program, CancellationToken cancellationToken)
    {
        if (await program.WaitAsync(cancellationToken) != 0)
        {
            throw new CommandException(ExitCode.Failed, $"{program.Name}.py failed:\n{program.Tail()}");
        }
    }

    private static ChildProcess Start(string name, DemoFolder folder, Action<string>? onLine, params string[] command)
    {
        var start = new ProcessStartInfo(Python, command);
        start.Environment["PYTHONPATH"] = Runtime.Bindings.PythonFolder;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return ChildProcess.Start(name, start, folder.Log(name), onLine);
    }
}
