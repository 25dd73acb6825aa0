using System.Diagnostics;
using System.Runtime.InteropServices;
using Hypernet.Consensus;
using Hypernet.Consensus.Audit;
using Hypernet.Consensus.Membership;
using Hypernet.Network;
using Hypernet.Network.Simulation;

namespace Hypernet.Benchmarks.Audits;

/// <summary>
/// What the audit of a window costs beside its operations: all slots of three partitions with three replicas in one thread, signing with
/// session keys, over a network that takes no time.
/// </summary>
internal static class WindowMeasurement
{
    private const int Partitions = 3;
    private const int Replicas = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    /// <summary>Calls sums and audits them.</summary>
    /// <param name="operations">How many sums: of a window, up to 64.</param>
    /// <param name="count">Doubles of each.</param>
    /// <returns>Milliseconds of the sums, and of their audit, at all slots together.</returns>
    /// <exception cref="BenchmarkException">They did not end, or the audit did not pass.</exception>
    public static async Task<(double Operations, double Audit)> MeasureAsync(int operations, int count)
    {
        const int Slots = Partitions * Replicas;
        var network = new SimulatedNetwork(Slots, seed: 1);
        SessionKey[] keys = [.. Enumerable.Range(0, Slots).Select(_ => SessionKey.Create())];
        ConsensusNode[] nodes = [.. await Task.WhenAll(Enumerable.Range(0, Slots).Select(slot => ConsensusNode.JoinAsync(new ConsensusOptions
        {
            Transport = network.Transport(slot),
            Quorum = QuorumRule.Replicas,
            Replicas = Replicas,
            Audit = new AuditOptions { Signer = new SessionSigner(keys[slot], other => keys[other].Hash) },
        }).AsTask()))];
        double[][] given = [.. Enumerable.Range(0, Partitions).Select(partition => (double[])[.. Enumerable.Range(0, count).Select(i => Math.Sin(i + partition))])];

        long began = Stopwatch.GetTimestamp();
        int ended = 0;
        for (int k = 0; k < operations; k++)
        {
            for (int slot = 0; slot < Slots; slot++)
            {
                nodes[slot].Submit(
                    new OperationCall
                    {
                        Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = count },
                        Contribution = MemoryMarshal.AsBytes(given[slot / Replicas].AsSpan()).ToArray(),
                        Name = "c/sum",
                    },
                    new Counter(() => ended++));
            }
        }

        Require(network.RunUntil(() => ended == operations * Slots, Limit), "The sums did not end.");
        double summed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;

        began = Stopwatch.GetTimestamp();
        var outcomes = new List<AuditOutcome>();
        foreach (var node in nodes)
        {
            node.Audits!.Start("c/", new byte[] { 1 }, outcomes.Add);
        }

        Require(network.RunUntil(() => outcomes.Count == Slots, Limit) && outcomes.TrueForAll(outcome => outcome.End == AuditEnd.Passed), "The audit did not pass.");
        double audited = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        Array.ForEach(keys, key => key.Dispose());
        return (summed, audited);
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new BenchmarkException(otherwise);
        }
    }

    private sealed class Counter(Action ended) : ICaller
    {
        public void Complete(OperationResult result) => ended();

        public void Fail(ConsensusException fault) => throw new BenchmarkException(fault.Message);
    }
}
