using System.Collections.ObjectModel;
using Hypernet.Benchmarks.Dac;
using Hypernet.Benchmarks.Processes;

namespace Hypernet.Benchmarks.Floor;

/// <summary>floor/allreduce.c, compiled: what the machine itself takes.</summary>
internal sealed class FloorProgram
{
    private const string Compiler = "cc";

    private readonly string _path;

    private FloorProgram(string path) => _path = path;

    internal static async Task<FloorProgram> CompileAsync(string folder, CancellationToken cancellationToken) => CommandLine.Exists(Compiler)
        ? new FloorProgram(await CommandLine.CompileAsync(Compiler, Path.Combine("floor", "allreduce.c"), Path.Combine(folder, "floor"), cancellationToken))
        : throw new BenchmarkException("there is no C compiler for the floor: apt-get install gcc libc6-dev");

    /// <summary>Hypernet's own schedules (docs/spec/collectives.md §5), and what else is usual: which is the least depends on size and machine.</summary>
    internal IEnumerable<Variant> Variants(int processes) =>
    [
        Of("star", "1", processes),
        Of("2 owners", "2", processes),
        Of($"{processes} owners", $"{processes}", processes),
        Of("tree", "tree", processes),
        Of("recursive doubling", "doubling", processes),
    ];

    private Variant Of(string name, string schedule, int processes) => new(
        $"floor, {name}",
        Side.Floor,
        (loads, cancellationToken) => CommandLine.TimeAsync(_path, [$"{processes}", schedule], loads, ReadOnlyDictionary<string, string>.Empty, cancellationToken));
}
