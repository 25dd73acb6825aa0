using Hypernet.Benchmarks.Floor;
using Hypernet.Benchmarks.Mpi;
using Hypernet.Benchmarks.Ranks;
using Hypernet.Benchmarks.Reports;

namespace Hypernet.Benchmarks.Dac;

/// <summary>
/// Means of doubles by processes on this machine, Hypernet's and Open MPI's in turns (docs/spec/dac.md, targets 1 and 4), with a floor beside them:
/// what the machine takes for plain sums, nothing else done.
/// </summary>
internal static class AllReduceMeasurement
{
    // Of the sizes in the targets: the processes, and the best ratio to MPI by bytes.
    private const int TargetProcesses = 8;

    private static readonly Dictionary<long, double> Targets = new() { [64 << 10] = 0.8, [1 << 20] = 0.5, [16 << 20] = 0.7 };

    internal static async Task<IReadOnlyList<Comparison>> RunAsync(Plan plan, int processes, FloorProgram floor, MpiProgram? mpi, CancellationToken cancellationToken)
    {
        Comparison[] comparisons = [.. plan.Loads.Select(load => new Comparison(processes, load))];
        using var group = await RankGroup.StartAsync(processes, RankStyle.Plain, cancellationToken);
        await group.WarmUpAsync(plan.Loads, cancellationToken);

        Variant[] variants = [.. mpi?.Variants(processes) ?? [], .. floor.Variants(processes), new("Hypernet", Side.Hypernet, group.TimeAsync)];
        for (int repetition = 0; repetition < plan.Repetitions; repetition++)
        {
            foreach (var variant in variants)
            {
                var seconds = await variant.TimeAsync(plan.Loads, cancellationToken);
                Array.ForEach(comparisons, comparison => comparison.Add(variant, seconds[comparison.Load.Bytes]));
            }

            await Console.Error.WriteLineAsync($"{processes} processes: {repetition + 1} of {plan.Repetitions} repetitions");
        }

        await group.EndAsync(cancellationToken);
        return comparisons;
    }

    internal static void PrintTimes(IEnumerable<Comparison> comparisons) => Report.PrintTable(
        ["mean of doubles", "processes", "size", "microseconds", "of MPI's best", "of the floor"],
        from comparison in comparisons
        from variant in comparison.Variants
        select (string[])
        [
            variant.Name,
            $"{comparison.Processes}",
            comparison.Load.Name,
            Report.Number(1e6 * comparison.Seconds(variant)),
            comparison.Has(Side.Mpi) ? Report.Number(comparison.Seconds(variant) / comparison.Seconds(Side.Mpi)) : "",
            Report.Number(comparison.Seconds(variant) / comparison.Seconds(Side.Floor)),
        ]);

    /// <summary>Hypernet and the floor, of MPI's best: both beside the target, so that one below the floor shows.</summary>
    internal static IEnumerable<Row> Rows(IReadOnlyList<Comparison> comparisons) =>
        from side in (Side[])[Side.Hypernet, Side.Floor]
        from comparison in comparisons
        where comparison.Processes == TargetProcesses && comparison.Has(Side.Mpi)
        let what = side == Side.Floor ? "floor" : "mean"
        select new Row($"{what} of {comparison.Load.Name}, {comparison.Processes} processes", comparison.Seconds(side) / comparison.Seconds(Side.Mpi), "of MPI's best", TargetOf(comparison));

    private static double TargetOf(Comparison comparison) =>
        Targets.TryGetValue(comparison.Load.Bytes, out double target) ? target : comparison.Processes > Environment.ProcessorCount ? 0.3 : 0.7;
}
