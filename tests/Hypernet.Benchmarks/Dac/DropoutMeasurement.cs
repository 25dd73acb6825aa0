using Hypernet.Benchmarks.Mpi;
using Hypernet.Benchmarks.Ranks;
using Hypernet.Benchmarks.Reports;

namespace Hypernet.Benchmarks.Dac;

/// <summary>One process of eight is killed by SIGKILL while means follow each other (docs/spec/dac.md, target 6).</summary>
internal static class DropoutMeasurement
{
    private const int Processes = 8;

    /// <summary>The median over as many groups as there are kills, and the worst. Each survivor checks the answer.</summary>
    internal static async Task<IReadOnlyList<Row>> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        var seconds = new List<double>();
        for (int kill = 0; kill < plan.Kills; kill++)
        {
            using var group = await RankGroup.StartAsync(Processes, new RankStyle { IsObserved = true }, cancellationToken);
            // Rank 0 too: it is in the middle of a star, and proposes views.
            seconds.Add(await group.LoseAsync(kill % Processes, cancellationToken));
            await group.EndAsync(cancellationToken);
            await Console.Error.WriteLineAsync($"rank {kill % Processes} killed: {Report.Number(1e3 * seconds[^1])} ms from the proof to the last answer");
        }

        return seconds.Count == 0 ? [] :
        [
            new Row($"SIGKILL of 1 of {Processes}: proof of death to the last exact answer, median", 1e3 * seconds.Order().ElementAt(seconds.Count / 2), "ms", 10),
            new Row($"SIGKILL of 1 of {Processes}: the same, worst of {plan.Kills}", 1e3 * seconds.Max(), "ms", 10),
        ];
    }

    internal static Task<string> FateUnderMpiAsync(MpiProgram mpi, CancellationToken cancellationToken) => mpi.FateOfKilledAsync(Processes, victim: 3, cancellationToken);
}
