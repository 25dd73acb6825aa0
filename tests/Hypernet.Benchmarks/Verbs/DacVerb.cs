using System.Globalization;
using Hypernet.Benchmarks.Dac;
using Hypernet.Benchmarks.Floor;
using Hypernet.Benchmarks.Mpi;
using Hypernet.Benchmarks.Reports;

namespace Hypernet.Benchmarks.Verbs;

/// <summary>All-reduces of processes on this machine against Open MPI's over TCP and the machine's own floor, and what a killed process costs.</summary>
internal static class DacVerb
{
    private const string BytesOption = "--bytes=";
    private const string WithoutMpiOption = "--without-mpi";

    internal static string Help => $"all-reduce against Open MPI, and after a kill [--json] [--quick] [{WithoutMpiOption}] [{BytesOption}N, that size alone]";

    internal static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        long? bytes = null;
        foreach (string arg in args.Except(["--json", "--quick", WithoutMpiOption]))
        {
            bytes = arg.StartsWith(BytesOption, StringComparison.Ordinal) && long.TryParse(arg[BytesOption.Length..], CultureInfo.InvariantCulture, out long size)
                ? size
                : throw new BenchmarkException($"dac does not know {arg}: it takes --json, --quick, {WithoutMpiOption} and {BytesOption}N");
        }

        var plan = (args.Contains("--quick") ? Plan.Quick : Plan.Full).Only(bytes);
        var folder = Directory.CreateTempSubdirectory("hypernet-bench-");
        try
        {
            var mpi = args.Contains(WithoutMpiOption) ? null : await MpiProgram.CompileAsync(folder.FullName, cancellationToken);
            await RunAsync(plan, await FloorProgram.CompileAsync(folder.FullName, cancellationToken), mpi, args.Contains("--json"), cancellationToken);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(Plan plan, FloorProgram floor, MpiProgram? mpi, bool asJson, CancellationToken cancellationToken)
    {
        var comparisons = new List<Comparison>();
        foreach (int processes in plan.Processes)
        {
            comparisons.AddRange(await AllReduceMeasurement.RunAsync(plan, processes, floor, mpi, cancellationToken));
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
