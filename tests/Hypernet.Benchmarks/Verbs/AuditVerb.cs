using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hypernet.Benchmarks.Reports;
using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Audit;

namespace Hypernet.Benchmarks.Verbs;

/// <summary>What fingerprints cost beside SHA-256 of the same bytes, in one process (docs/spec/audit.md).</summary>
internal static class AuditVerb
{
    private const int Length = 1 << 15;
    private const int Repetitions = 31;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    internal static string Help => "fingerprints beside SHA-256 [--json]";

    internal static Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Except(["--json"]).Any())
        {
            throw new BenchmarkException($"audit takes --json only, not {string.Join(' ', args.Except(["--json"]))}");
        }

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
        double[] milliseconds = Measure(kernels, cancellationToken);
        Report.PrintTable(
            ["of 256 KiB of doubles", "ms", "MB/s"],
            kernels.Zip(milliseconds, (kernel, time) => (string[])[kernel.Name, Report.Number(time), Report.Number(Length * sizeof(double) / time / 1000)]));
        Report.Print(
            [
                new("doubles of like magnitude beside SHA-256", milliseconds[0] / milliseconds[1], "throughput ratio", 0.5, Better.More),
                new("doubles of any magnitude beside SHA-256", milliseconds[0] / milliseconds[2], "throughput ratio", 0.25, Better.More),
            ],
            args.Contains("--json"));
        return Task.FromResult(0);
    }

    /// <summary>Medians of runs in turns.</summary>
    private static double[] Measure((string Name, Action Run)[] kernels, CancellationToken cancellationToken)
    {
        double[][] times = [.. kernels.Select(_ => new double[Repetitions])];
        long start = Stopwatch.GetTimestamp();
        for (int turn = 0; turn < Repetitions;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int kernel = 0; kernel < kernels.Length; kernel++)
            {
                long began = Stopwatch.GetTimestamp();
                kernels[kernel].Run();
                times[kernel][turn] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            // What is hot is compiled once more, some tenths of a second after it was first run: until then it is another program.
            turn += Stopwatch.GetElapsedTime(start) < WarmUp ? 0 : 1;
        }

        return [.. times.Select(time => time.Order().ElementAt(Repetitions / 2))];
    }
}
