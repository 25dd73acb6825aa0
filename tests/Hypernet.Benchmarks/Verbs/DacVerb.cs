using Hypernet.Benchmarks.Dac;
using Hypernet.Benchmarks.Mpi;
using Hypernet.Benchmarks.Reports;

namespace Hypernet.Benchmarks.Verbs;

/// <summary>All-reduces of processes on this machine against Open MPI's over TCP, and what a killed process costs.</summary>
internal static class DacVerb
{
    internal static string Help => "all-reduce against Open MPI, and after a kill [--json] [--quick]";

    internal static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Except(["--json", "--quick"]).FirstOrDefault() is { } unknown)
        {
            throw new BenchmarkException($"dac does not know {unknown}: it takes --json and --quick");
        }

        bool isQuick = args.Contains("--quick");
        if (!MpiProgram.IsInstalled && !isQuick)
        {
            throw new BenchmarkException("Open MPI is not there to be compared with: apt-get install openmpi-bin libopenmpi-dev, or give --quick");
        }

        var folder = Directory.CreateTempSubdirectory("hypernet-bench-");
        try
        {
            await RunAsync(isQuick ? Plan.Quick : Plan.Full, folder.FullName, args.Contains("--json"), cancellationToken);
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
        if (mpi is not null)
        {
            await Console.Error.WriteLineAsync(await DropoutMeasurement.FateUnderMpiAsync(mpi, cancellationToken));
        }

        AllReduceMeasurement.PrintTimes(comparisons);
        Report.Print([.. AllReduceMeasurement.Rows(comparisons), await RoundsMeasurement.RunAsync(plan.RoundsUpTo, cancellationToken), .. dropout], asJson);
    }
}
