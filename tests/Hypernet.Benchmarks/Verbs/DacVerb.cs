using System.Globalization;
using Hypernet.Benchmarks.Dac;
using Hypernet.Benchmarks.Mpi;
using Hypernet.Benchmarks.Reports;

namespace Hypernet.Benchmarks.Verbs;

/// <summary>All-reduces of processes on this machine against Open MPI's over TCP, and what a killed process costs.</summary>
internal static class DacVerb
{
    private const string BytesOption = "--bytes=";

    internal static string Help => "all-reduce against Open MPI, and after a kill [--json] [--quick] [--bytes=N, that size alone]";

    internal static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        long? bytes = null;
        foreach (string arg in args.Except(["--json", "--quick"]))
        {
            bytes = arg.StartsWith(BytesOption, StringComparison.Ordinal) && long.TryParse(arg[BytesOption.Length..], CultureInfo.InvariantCulture, out long size)
                ? size
                : throw new BenchmarkException($"dac does not know {arg}: it takes --json, --quick and {BytesOption}N");
        }

        bool isQuick = args.Contains("--quick");
        if (!MpiProgram.IsInstalled && !isQuick)
        {
            throw new BenchmarkException("Open MPI is not there to be compared with: apt-get install openmpi-bin libopenmpi-dev, or give --quick");
        }

        var folder = Directory.CreateTempSubdirectory("hypernet-bench-");
        try
        {
            await RunAsync((isQuick ? Plan.Quick : Plan.Full).Only(bytes), folder.FullName, args.Contains("--json"), cancellationToken);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(Plan plan, string folder, bool asJson, CancellationToken cancellationToken)
    {
        var mpi = MpiProgram.IsInstalled ? await MpiProgram.CompileAsync(folder, cancellationToken) : null;
        var comparisons = new List<Comparison>();
        foreach (int processes in plan.Processes)
        {
            comparisons.AddRange(await AllReduceMeasurement.RunAsync(plan, processes, mpi, cancellationToken));
        }

        var dropout = await DropoutMeasurement.RunAsync(plan, cancellationToken);
        if (mpi is not null && plan.Kills > 0)
        {
            await Console.Error.WriteLineAsync(await DropoutMeasurement.FateUnderMpiAsync(mpi, cancellationToken));
        }

        AllReduceMeasurement.PrintTimes(comparisons);
        Report.Print([.. AllReduceMeasurement.Rows(comparisons), await RoundsMeasurement.RunAsync(plan.RoundsUpTo, cancellationToken), .. dropout], asJson);
    }
}
