using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hypernet.Benchmarks.Audits;
using Hypernet.Benchmarks.Reports;
using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Audit;

namespace Hypernet.Benchmarks.Verbs;

/// <summary>What fingerprints cost beside SHA-256 of the same bytes, and audits beside what they audit, in one process (docs/spec/audit.md).</summary>
internal static class AuditVerb
{
    private const int Length = 1 << 15;
    private const int Repetitions = 31;
    private const int WindowOperations = 64;
    private const double WindowTarget = 10;
    private static readonly int[] WindowCounts = [8, 10_000];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    internal static string Help => "fingerprints beside SHA-256, audits beside sums [--json] [--quick]";

    internal static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Except(["--json", "--quick"]).Any())
        {
            throw new BenchmarkException($"audit takes --json and --quick only, not {string.Join(' ', args.Except(["--json", "--quick"]))}");
        }

        bool isQuick = args.Contains("--quick");

        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, Length).Select(_ => (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-20, 20)))];
        double[] wild = [.. values.Select(value => Math.ScaleB(value, random.Next(-1000, 980)))];
        long[] words = [.. MemoryMarshal.Cast<double, long>(values)];
        var exact = new ExactVector(Length);
        exact.Add(values);
        exact.Add(values);
        byte[] sums = exact.ToBytes();
        var flags = new SumFlags[Length];
        var point = AuditPoint.Draw(Hash256.Of([7]));
        (string Name, Action Run)[] kernels =
        [
            ("SHA-256", () => SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan()))),
            ("fingerprint of doubles of like magnitude", () => new Polynomial(point).Append(values, Polynomial.Unit)),
            ("fingerprint of doubles of any magnitude", () => new Polynomial(point).Append(wild, Polynomial.Unit)),
            ("fingerprint of words", () => new Polynomial(point).AppendIntegers<long>(words, 0)),
            ("fingerprint of exact sums", () => new Polynomial(point).AppendSums(sums, flags)),
            ("drawing a point", () => AuditPoint.Draw(Hash256.Of(BitConverter.GetBytes(random.Next())))),
        ];
        double[] milliseconds = Measure(kernels, isQuick ? 1 : Repetitions, isQuick ? TimeSpan.Zero : WarmUp, cancellationToken);
        Report.PrintTable(
            ["of 256 KiB of doubles", "ms", "MB/s"],
            kernels.Zip(milliseconds, (kernel, time) => (string[])[kernel.Name, Report.Number(time), Report.Number(Length * sizeof(double) / time / 1000)]));
        double[] ratios = await MeasureWindowsAsync(isQuick ? 1 : 5, cancellationToken);
        Report.Print(
            [
                new("doubles of like magnitude beside SHA-256", milliseconds[0] / milliseconds[1], "throughput ratio", 0.5, Better.More),
                new("doubles of any magnitude beside SHA-256", milliseconds[0] / milliseconds[2], "throughput ratio", 0.25, Better.More),
                .. WindowCounts.Zip(ratios, (count, ratio) => new Row($"audit of a window of {WindowOperations} sums of {count} doubles, 3x3", ratio, "time, of the sums'", WindowTarget)),
            ],
            args.Contains("--json"));
        return 0;
    }

    private static async Task<double[]> MeasureWindowsAsync(int turns, CancellationToken cancellationToken)
    {
        double[] ratios = new double[WindowCounts.Length];
        for (int i = 0; i < ratios.Length; i++)
        {
            var measured = new List<(double Operations, double Audit)>();
            for (int turn = 0; turn < turns; turn++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                measured.Add(await WindowMeasurement.MeasureAsync(WindowOperations, WindowCounts[i]));
            }

            // The best of each: what else runs only adds.
            ratios[i] = measured.Min(times => times.Audit) / measured.Min(times => times.Operations);
        }

        return ratios;
    }

    /// <summary>Medians of runs in turns.</summary>
    private static double[] Measure((string Name, Action Run)[] kernels, int repetitions, TimeSpan warmUp, CancellationToken cancellationToken)
    {
        double[][] times = [.. kernels.Select(_ => new double[repetitions])];
        long start = Stopwatch.GetTimestamp();
        for (int turn = 0; turn < repetitions;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int kernel = 0; kernel < kernels.Length; kernel++)
            {
                long began = Stopwatch.GetTimestamp();
                kernels[kernel].Run();
                times[kernel][turn] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            // What is hot is compiled once more, some tenths of a second after it was first run: until then it is another program.
            turn += Stopwatch.GetElapsedTime(start) < warmUp ? 0 : 1;
        }

        return [.. times.Select(time => time.Order().ElementAt(repetitions / 2))];
    }
}
