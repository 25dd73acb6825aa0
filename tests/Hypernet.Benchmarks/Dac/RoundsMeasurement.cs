using Hypernet.Benchmarks.Ranks;
using Hypernet.Benchmarks.Reports;
using Hypernet.Consensus;
using Hypernet.Network.Simulation;

namespace Hypernet.Benchmarks.Dac;

/// <summary>Rounds of an exact all-reduce between hosts, where rounds are what costs, over a simulated network (docs/spec/dac.md, target 5).</summary>
internal static class RoundsMeasurement
{
    private static readonly TimeSpan VirtualLimit = TimeSpan.FromMinutes(1);

    /// <summary>The worst number of rounds over ⌈log2 n⌉, of all n up to the largest.</summary>
    internal static async Task<Row> RunAsync(int largest, CancellationToken cancellationToken)
    {
        double worst = 0;
        for (int size = 2; size <= largest; size++)
        {
            worst = Math.Max(worst, await RoundsAsync(size, cancellationToken) / Math.Ceiling(Math.Log2(size)));
        }

        return new Row($"rounds of an exact mean, n = 2 to {largest}, worst", worst, "of the ceiling of log2 n", 1);
    }

    private static async Task<int> RoundsAsync(int size, CancellationToken cancellationToken)
    {
        var network = new SimulatedNetwork(size, seed: 1);
        var nodes = new List<ConsensusNode>();
        for (int rank = 0; rank < size; rank++)
        {
            nodes.Add(await ConsensusNode.JoinAsync(new ConsensusOptions { Transport = network.Transport(rank), Quorum = QuorumRule.Majority }, cancellationToken));
        }

        var descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 1 };
        ValueTask<OperationResult>[] calls =
            [.. nodes.Select(node => node.CallAsync(new OperationCall { Descriptor = descriptor, Contribution = BitConverter.GetBytes(Workload.Value(node.Rank, 0)) }, cancellationToken))];
        if (!network.RunUntil(() => Array.TrueForAll(calls, call => call.IsCompleted), VirtualLimit))
        {
            throw new BenchmarkException($"{size} simulated ranks had no sum after {VirtualLimit} of their time");
        }

        int rounds = 0;
        foreach (var call in calls)
        {
            var result = await call;
            Workload.Check([BitConverter.ToDouble(result.Value.Span)], result.Contributors, result.ErrorBound);
            rounds = Math.Max(rounds, result.Diagnostics.Rounds);
        }

        return rounds;
    }
}
