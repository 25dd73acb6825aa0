using System.Diagnostics;
using System.Globalization;
using Hypernet.Benchmarks.Processes;

namespace Hypernet.Benchmarks.Jobs;

/// <summary>job/work.py: a program that computes for as long as it is told, in steps that end with a collective.</summary>
/// <param name="Steps">How many.</param>
internal sealed record Work(int Steps)
{
    internal const int Partitions = 3;
    internal const int Replicas = 3;
    internal const int Checkpoints = 3;

    private const string Program = "work.py";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "job");

    private string Argument => Steps.ToString(CultureInfo.InvariantCulture);

    /// <summary>Work that takes this machine about so long, all ranks together.</summary>
    internal static async Task<Work> OfAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var trial = new Work(10 * Checkpoints);
        double least = await new Work(0).RunAsync(cancellationToken);
        double seconds = await trial.RunAsync(cancellationToken);
        int steps = (int)(trial.Steps * (length.TotalSeconds - least) / Math.Max(seconds - least, 0.01));
        return new Work(Math.Max(1, steps / Checkpoints) * Checkpoints);
    }

    /// <summary>Runs it by <c>hypernet run</c>, as many programs as the market's sellers run.</summary>
    /// <returns>Seconds from the command to its end.</returns>
    internal async Task<double> RunAsync(CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        var (code, _, errors) = await CommandLine.RunAsync(
            Environment.ProcessPath!,
            [
                Path.Combine(AppContext.BaseDirectory, "hypernet.dll"),
                "run", "-n", $"{Partitions}", "--replication", $"{Replicas}", "--checkpoints", $"{Checkpoints}",
                "--", "python3", Path.Combine(Folder, Program), Argument,
            ],
            new Dictionary<string, string> { ["PYTHONDONTWRITEBYTECODE"] = "1" },
            cancellationToken);
        return code == 0 ? Stopwatch.GetElapsedTime(began).TotalSeconds : throw new BenchmarkException($"hypernet run ended with {code}: {errors}");
    }

    /// <summary>Writes the job that the market is given.</summary>
    internal void Write(string folder)
    {
        File.Copy(Path.Combine(Folder, Program), Path.Combine(folder, Program));
        File.WriteAllText(
            Path.Combine(folder, "job.yaml"),
            $$"""
            name: work
            duration: 2min
            command: [python3, {{Program}}, "{{Argument}}"]
            libraries: [python@host]
            numerics: portable
            checkpoints: {{Checkpoints}}
            terms:
              unitPrice: "0.1"
              unitCollateral: "0.1"
              groups: {{Partitions}}
              replication: {{Replicas}}
              quorum: 2
              windows: { work: 5min, reveal: 30s, recruit: 2min, sign: 1min }
              requirements: { cpus: 1, memoryMiB: 256, storageMiB: 16, upKbps: 1000, downKbps: 1000, architecture: x64 }
            """);
    }
}
