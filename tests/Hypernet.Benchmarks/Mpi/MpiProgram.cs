using System.Globalization;
using Hypernet.Benchmarks.Processes;

namespace Hypernet.Benchmarks.Mpi;

/// <summary>mpi/allreduce.c, compiled: Open MPI over TCP on the loopback interface.</summary>
internal sealed class MpiProgram
{
    private static readonly string[] OverLoopback =
    [
        "--oversubscribe",
        "--mca", "plm", "isolated",
        "--mca", "oob_tcp_if_include", "lo",
        "--mca", "pml", "ob1",
        "--mca", "btl", "tcp,self",
        "--mca", "btl_tcp_if_include", "lo",
    ];

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["OMPI_ALLOW_RUN_AS_ROOT"] = "1",
        ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1",
    };

    private readonly string _path;

    private MpiProgram(string path) => _path = path;

    internal static bool IsInstalled => CommandLine.Exists("mpicc") && CommandLine.Exists("mpirun");

    internal static async Task<MpiProgram> CompileAsync(string folder, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, "allreduce");
        string source = Path.Combine(AppContext.BaseDirectory, "mpi", "allreduce.c");
        var (code, _, errors) = await CommandLine.RunAsync("mpicc", ["-O2", "-o", path, source], Environment, cancellationToken);
        return code == 0 ? new MpiProgram(path) : throw new BenchmarkException($"mpicc ended with {code}: {errors}");
    }

    /// <summary>Median seconds of an operation, by its size in bytes.</summary>
    internal async Task<IReadOnlyDictionary<long, double>> TimeAsync(int processes, MpiAlgorithm algorithm, IEnumerable<Load> loads, CancellationToken cancellationToken)
    {
        var (code, output, errors) = await RunAsync(processes, algorithm, loads.Select(load => $"{load.Bytes}:{load.Operations}"), cancellationToken);
        if (code != 0)
        {
            throw new BenchmarkException($"mpirun with {processes} processes ended with {code}: {errors}");
        }

        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(words => long.Parse(words[0], CultureInfo.InvariantCulture), words => double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    /// <summary>What becomes of a program when one of its processes is killed between two operations.</summary>
    internal async Task<string> FateOfKilledAsync(int processes, int victim, CancellationToken cancellationToken)
    {
        var (code, output, errors) = await RunAsync(processes, MpiAlgorithm.All[0], ["die", $"{victim}"], cancellationToken);
        int survivors = output.Split('\n').Count(line => line.EndsWith("survived", StringComparison.Ordinal));
        string cause = errors.Split('\n').FirstOrDefault(line => line.Contains("noticed", StringComparison.Ordinal)) ?? "";
        return $"MPI: rank {victim} of {processes} killed: mpirun ended with {code}, {survivors} ranks got an answer. {cause}";
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(int processes, MpiAlgorithm algorithm, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        string[] choice = algorithm.Number == 0 ? [] : ["--mca", "coll_tuned_use_dynamic_rules", "1", "--mca", "coll_tuned_allreduce_algorithm", $"{algorithm.Number}"];
        return CommandLine.RunAsync("mpirun", [.. OverLoopback, .. choice, "-n", $"{processes}", _path, .. arguments], Environment, cancellationToken);
    }
}
