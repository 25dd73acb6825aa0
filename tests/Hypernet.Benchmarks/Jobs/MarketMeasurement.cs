using Hypernet.Benchmarks.Reports;
using Hypernet.Cli.Demo;

namespace Hypernet.Benchmarks.Jobs;

/// <summary>What it costs to have work done by nine sellers of a market instead of by one's own processes, on one machine.</summary>
internal static class MarketMeasurement
{
    private const double SecondsBesideBlocks = 5;
    private const double LeastSecondsToReturn = 15;

    /// <summary>Runs the same work under <c>hypernet run</c>, then in a market.</summary>
    internal static async Task<IReadOnlyList<Row>> RunAsync(DemoFolder folder, string binaries, TimeSpan length, CancellationToken cancellationToken)
    {
        var work = await Work.OfAsync(length, cancellationToken);
        double alone = await work.RunAsync(cancellationToken);
        await Console.Error.WriteLineAsync($"{work.Steps} steps under hypernet run: {Report.Number(alone)} s");

        await using var market = await Marketplace.StartAsync(folder, binaries, cancellationToken);
        var times = await market.DoAsync(work, cancellationToken);
        await Console.Error.WriteLineAsync(
            $"in the market: ranks drawn after {Report.Number(times.Started)} s and {times.Blocks} blocks, all running after {Report.Number(times.Running)} s, completed after {Report.Number(times.Ended)} s");

        // Long enough for an agent to start.
        double back = await market.LoseAsync(new Work(work.Steps * (int)Math.Ceiling(LeastSecondsToReturn / length.TotalSeconds)), cancellationToken);
        return
        [
            new("place to all of 9 ranks running, blocks of 1 s included", times.Running, "s", SecondsBesideBlocks + times.Blocks),
            new("place to all of 9 ranks running, blocks left out", times.Running - times.Blocks, "s", SecondsBesideBlocks),
            new($"job of {length.TotalSeconds} s: ranks drawn to completed, beside hypernet run", (times.Ended - times.Started) / alone, "ratio", 1.1),
            new("SIGKILL of an agent, started again at once: to its rank among the others", back, "s", SecondsBesideBlocks),
        ];
    }
}
