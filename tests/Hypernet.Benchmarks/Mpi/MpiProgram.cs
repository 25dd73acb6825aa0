using Hypernet.Benchmarks.Dac;
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

    private static bool IsInstalled => CommandLine.Exists("mpicc") && CommandLine.Exists("mpirun");

    internal static async Task<MpiProgram> CompileAsync(string folder, CancellationToken cancellationToken) => IsInstalled
        ? new MpiProgram(await CommandLine.CompileAsync("mpicc", Path.Combine("mpi", "allreduce.c"), Path.Combine(folder, "mpi"), cancellationToken))
        : throw new BenchmarkException("Open MPI is not there to be compared with: apt-get install openmpi-bin libopenmpi-dev, or give --without-mpi");

    /// <summary>Its algorithms, each timed in a run of its own.</summary>
    internal IEnumerable<Variant> Variants(int processes) => MpiAlgorithm.All.Select(algorithm => new Variant(
        $"MPI, {algorithm.Name}",
        Side.Mpi,
        (loads, cancellationToken) => CommandLine.TimeAsync("mpirun", Arguments(processes, algorithm), loads, Environment, cancellationToken)));

    /// <summary>What becomes of a program when one of its processes is killed between two operations.</summary>
    internal async Task<string> FateOfKilledAsync(int processes, int victim, CancellationToken cancellationToken)
    {
        var (code, output, errors) = await CommandLine.RunAsync(
            "mpirun", [.. Arguments(processes, MpiAlgorithm.All[0]), "die", $"{victim}"], Environment, cancellationToken);
        int survivors = output.Split('\n').Count(line => line.EndsWith("survived", StringComparison.Ordinal));
        string cause = errors.Split('\n').FirstOrDefault(line => line.Contains("noticed", StringComparison.Ordinal)) ?? "";
        return $"MPI: rank {victim} of {processes} killed: mpirun ended with {code}, {survivors} ranks got an answer. {cause}";
    }

    private string[] Arguments(int processes, MpiAlgorithm algorithm)
    {
        string[] choice = algorithm.Number == 0 ? [] : ["--mca", "coll_tuned_use_dynamic_rules", "1", "--mca", "coll_tuned_allreduce_algorithm", $"{algorithm.Number}"];
        return [.. OverLoopback, .. choice, "-n", $"{processes}", _path];
    }
}
