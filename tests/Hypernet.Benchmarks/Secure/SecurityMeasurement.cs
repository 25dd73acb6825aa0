using Hypernet.Benchmarks.Dac;
using Hypernet.Benchmarks.Ranks;
using Hypernet.Benchmarks.Reports;

namespace Hypernet.Benchmarks.Secure;

/// <summary>What TLS costs an all-reduce: groups of strangers, and of those who share a token, in turns.</summary>
internal static class SecurityMeasurement
{
    private const int Processes = 8;

    // No design says what it may cost: that a collective takes twice as long is where we would look for another way.
    private const double Target = 2;

    internal static async Task<IReadOnlyList<Row>> RunAsync(bool isQuick, CancellationToken cancellationToken)
    {
        var loads = (isQuick ? Plan.Quick : Plan.Full).Loads.Where(load => load.Bytes <= 64 << 10).ToList();
        Comparison[] comparisons = [.. loads.Select(load => new Comparison(Processes, load))];
        using var among = await RankGroup.StartAsync(Processes, isObserved: false, isSecure: false, cancellationToken);
        using var strangers = await RankGroup.StartAsync(Processes, isObserved: false, isSecure: true, cancellationToken);
        Variant[] variants = [new("token", Side.Hypernet, among.TimeAsync), new("TLS", Side.Hypernet, strangers.TimeAsync)];
        await among.WarmUpAsync(loads, cancellationToken);
        await strangers.WarmUpAsync(loads, cancellationToken);
        for (int repetition = 0; repetition < (isQuick ? 1 : Plan.Full.Repetitions); repetition++)
        {
            foreach (var variant in variants)
            {
                var seconds = await variant.TimeAsync(loads, cancellationToken);
                Array.ForEach(comparisons, comparison => comparison.Add(variant, seconds[comparison.Load.Bytes]));
            }
        }

        await among.EndAsync(cancellationToken);
        await strangers.EndAsync(cancellationToken);
        Report.PrintTable(
            ["mean of doubles", "processes", "token, microseconds", "TLS, microseconds"],
            comparisons.Select(comparison => (string[])
                [comparison.Load.Name, $"{Processes}", .. variants.Select(variant => Report.Number(1e6 * comparison.Seconds(variant)))]));
        return [.. comparisons.Select(comparison => new Row(
            $"TLS: mean of {comparison.Load.Name}, {Processes} processes, beside a token", comparison.Seconds(variants[1]) / comparison.Seconds(variants[0]), "ratio", Target))];
    }
}
