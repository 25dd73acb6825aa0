using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Hypernet.Benchmarks.Ranks;
using Hypernet.Benchmarks.Reports;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Benchmarks.Verbs;

/// <summary>What exact sums cost beside plain ones, in one process (docs/spec/exact.md).</summary>
internal static class AccumulationVerb
{
    private const int Length = 1 << 16;
    private const int Parts = 8;
    private const int Repetitions = 31;
    private const int Turns = 2 * Repetitions;

    internal static string Help => "exact sums beside plain ones [--json]";

    internal static Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Except(["--json"]).Any())
        {
            throw new BenchmarkException($"accumulation takes --json only, not {string.Join(' ', args.Except(["--json"]))}");
        }

        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, Length).Select(_ => (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-20, 20)))];
        double[] sums = new double[Length];
        long[] words = MemoryMarshal.Cast<double, long>(values).ToArray();
        long[] totals = new long[Length];
        var parts = Enumerable.Repeat<ReadOnlyMemory<byte>>(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), Parts).ToArray();
        var exact = new ExactSum();
        var direct = new DirectSum();
        double plain = 0;
        double[] nanoseconds = Measure(
            cancellationToken,
            () => plain += Plain(values),
            () => exact.Add(values),
            () => AddTo(sums, values),
            () => BlockFixedPoint.Add(totals, words),
            () => direct.Mean<double>(parts, 1, sums));
        GC.KeepAlive(plain);
        Workload.Check("the exact sum", exact.Mean(Turns), values, errorBound: 0);
        CheckEach("fixed point", totals, Array.ConvertAll(words, word => Turns * word));
        CheckEach($"the exact vector of {Parts}", sums, Array.ConvertAll(values, value => Parts * value));

        Report.PrintTable(
            ["adding", "ns an addend"],
            [
                ["plain sum", Report.Number(nanoseconds[0])],
                ["exact sum", Report.Number(nanoseconds[1])],
                ["plain vector", Report.Number(nanoseconds[2])],
                ["fixed-point vector, one word", Report.Number(nanoseconds[3])],
                [$"exact vector of {Parts} raw ones, rounded", Report.Number(nanoseconds[4] / Parts)],
            ]);
        Report.Print(
            [
                new("exact sum beside a plain one", nanoseconds[0] / nanoseconds[1], "throughput ratio", 0.13, Better.More),
                new("fixed point beside a plain vector", nanoseconds[2] / nanoseconds[3], "throughput ratio", 0.9, Better.More),
            ],
            args.Contains("--json"));
        return Task.FromResult(0);
    }

    /// <summary>Medians of runs in turns, in nanoseconds an element.</summary>
    private static double[] Measure(CancellationToken cancellationToken, params Action[] kernels)
    {
        double[][] times = [.. kernels.Select(_ => new double[Repetitions])];
        // The first half is for the compiler to see what is hot.
        for (int turn = Repetitions - Turns; turn < Repetitions; turn++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int kernel = 0; kernel < kernels.Length; kernel++)
            {
                long began = Stopwatch.GetTimestamp();
                kernels[kernel]();
                times[kernel][Math.Max(turn, 0)] = Stopwatch.GetElapsedTime(began).TotalNanoseconds / Length;
            }
        }

        return [.. times.Select(time => time.Order().ElementAt(Repetitions / 2))];
    }

    private static void CheckEach<T>(string name, T[] sums, T[] expected)
        where T : struct
    {
        if (!sums.AsSpan().SequenceEqual(expected))
        {
            throw new BenchmarkException($"{name} has wrong sums");
        }
    }

    private static double Plain(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static void AddTo(Span<double> sums, ReadOnlySpan<double> values)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(sums);
        var others = MemoryMarshal.Cast<double, Vector<double>>(values);
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] += others[i];
        }
    }
}
