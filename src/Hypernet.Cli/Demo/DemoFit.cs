using System.Diagnostics;
using System.Text.Json;
using Hypernet.Cli.Processes;

namespace Hypernet.Cli.Demo;

/// <summary>What <c>check.py</c> of the example says: what the partitions delivered beside an ordinary fit of all rows on this machine.</summary>
/// <param name="Names">Names of the coefficients.</param>
/// <param name="Rows">Rows in the fit, for each checkpoint.</param>
/// <param name="Coefficients">Of the fit of each checkpoint.</param>
/// <param name="Explained">The part of the variance that the fit of each checkpoint explains.</param>
/// <param name="Reference">Coefficients of the ordinary fit.</param>
/// <param name="ReferenceExplained">What the ordinary fit explains.</param>
/// <param name="MaxRelativeError">The largest relative difference between the ordinary fit and that of the last checkpoint, in all of this.</param>
/// <param name="DataRows">Rows of the whole data set.</param>
/// <param name="EqualResults">How many partitions delivered the same bytes as the first.</param>
internal sealed record DemoFit(
    IReadOnlyList<string> Names,
    IReadOnlyList<int> Rows,
    IReadOnlyList<IReadOnlyList<double>> Coefficients,
    IReadOnlyList<double> Explained,
    IReadOnlyList<double> Reference,
    double ReferenceExplained,
    double MaxRelativeError,
    int DataRows,
    int EqualResults)
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

    /// <summary>Reads what was delivered, and fits the whole data set on this machine.</summary>
    public static async Task<DemoFit> CheckAsync(string example, IEnumerable<string> results, DemoFolder folder, CancellationToken cancellationToken)
    {
        string json = "";
        await using var checking = Start(
            "check", folder, line => json = line, [Path.Combine(example, "check.py"), Path.Combine(example, "flights.csv"), .. results]);
        await EndAsync(checking, cancellationToken);
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
