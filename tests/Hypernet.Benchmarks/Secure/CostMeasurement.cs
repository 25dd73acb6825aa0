using Hypernet.Benchmarks.Dac;
using Hypernet.Benchmarks.Ranks;
using Hypernet.Benchmarks.Reports;

namespace Hypernet.Benchmarks.Secure;

/// <summary>What an all-reduce costs among strangers who need not be honest, beside one among friends: groups of both kinds, in turns.</summary>
internal static class CostMeasurement
{
    // No design says what it may cost: that a collective takes twice as long is where we would look for another way.
    private const double Target = 2;

    // Barriers stand between those that are timed, and are audited with them: 64 in all.
    private const int AuditedEach = 32;

    internal static async Task<IReadOnlyList<Row>> RunAsync(bool isQuick, CancellationToken cancellationToken)
    {
        var friends = new RankStyle { Replicas = 3 };
        return
        [
            .. await RunAsync("8 processes, beside a token", 8, RankStyle.Plain, [("TLS", new RankStyle { IsSecure = true })], isQuick, cancellationToken),
            .. await RunAsync(
                "4 ranks of 3 processes, beside none",
                12,
                friends,
                [("seals", friends with { IsSealed = true }), ("seals and audits", friends with { IsSealed = true, AuditedEach = AuditedEach })],
                isQuick,
                cancellationToken),
        ];
    }

    private static async Task<IReadOnlyList<Row>> RunAsync(
        string group, int processes, RankStyle without, IReadOnlyList<(string Name, RankStyle Style)> with, bool isQuick, CancellationToken cancellationToken)
    {
        var loads = (isQuick ? Plan.Quick : Plan.Full).Loads.Where(load => load.Bytes <= 64 << 10).ToList();
        Comparison[] comparisons = [.. loads.Select(load => new Comparison(processes, load))];
        var groups = new List<RankGroup>();
        try
        {
            var variants = new List<Variant>();
            foreach (var (name, style) in with.Prepend(("without", without)))
            {
                groups.Add(await RankGroup.StartAsync(processes, style, cancellationToken));
                variants.Add(new Variant(name, Side.Hypernet, groups[^1].TimeAsync));
                await (isQuick ? Task.CompletedTask : groups[^1].WarmUpAsync(loads, cancellationToken));
                await Console.Error.WriteLineAsync($"{processes} processes {name}");
            }

            for (int repetition = 0; repetition < (isQuick ? 1 : Plan.Full.Repetitions); repetition++)
            {
                foreach (var variant in variants)
                {
                    var seconds = await variant.TimeAsync(loads, cancellationToken);
                    Array.ForEach(comparisons, comparison => comparison.Add(variant, seconds[comparison.Load.Bytes]));
                }
            }

            await Task.WhenAll(groups.Select(one => one.EndAsync(cancellationToken)));
            Report.PrintTable(
                ["mean of doubles", "processes", .. variants.Select(variant => $"{variant.Name}, microseconds")],
                comparisons.Select(comparison => (string[])
                    [comparison.Load.Name, $"{processes}", .. variants.Select(variant => Report.Number(1e6 * comparison.Seconds(variant)))]));
            return
            [
                .. from variant in variants.Skip(1)
                   from comparison in comparisons
                   select new Row(
                       $"{variant.Name}: mean of {comparison.Load.Name}, {group}", comparison.Seconds(variant) / comparison.Seconds(variants[0]), "ratio", Target),
            ];
        }
        finally
        {
            groups.ForEach(one => one.Dispose());
        }
    }
}
