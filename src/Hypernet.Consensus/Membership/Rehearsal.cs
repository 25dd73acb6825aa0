using System.Diagnostics;
using Hypernet.Consensus.Runs;
using Hypernet.Network.Simulation;

namespace Hypernet.Consensus.Membership;

/// <summary>
/// Loses two ranks of a simulated group, so that all code for it has been compiled when a real one is lost: compiling it then takes
/// a process about 100 ms, for which its whole group would wait.
/// </summary>
internal static class Rehearsal
{
    private const int Size = 4;

    private static readonly Lazy<Task<SlotSet>> Once = new(() => Task.Run(PlayAsync));

    // Of the simulation, in which milliseconds are enough.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Plays in the background, once in a process.</summary>
    /// <returns>The ranks that are left at its end.</returns>
    public static Task<SlotSet> Begin() => Once.Value;

    private static async Task<SlotSet> PlayAsync()
    {
        var network = new SimulatedNetwork(Size, seed: 1);
        ConsensusNode[] nodes = [.. Enumerable.Range(0, Size).Select(rank => new ConsensusNode(new ConsensusOptions { Transport = network.Transport(rank) }, RunFactory.Create))];
        int[] slots = [.. Enumerable.Range(0, Size)];
        // First one that follows the proposer of the view, then the proposer, each while the others wait for it.
        foreach (int victim in (int[])[Size - 1, 0])
        {
            await SumAsync(network, slots.Select(slot => nodes[slot]));
            slots = [.. slots.Except([victim])];
            await SumAsync(network, slots.Select(slot => nodes[slot]), () => network.Crash(victim));
        }

        var left = nodes[slots[0]].Members;
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        return left;
    }

    private static async Task SumAsync(SimulatedNetwork network, IEnumerable<ConsensusNode> nodes, Action? meanwhile = null)
    {
        var call = new OperationCall
        {
            Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 1 },
            Contribution = new byte[sizeof(double)],
        };
        ValueTask<OperationResult>[] sums = [.. nodes.Select(node => node.CallAsync(call))];
        meanwhile?.Invoke();
        if (!network.RunUntil(() => Array.TrueForAll(sums, sum => sum.IsCompleted), Limit))
        {
            throw new UnreachableException($"A rehearsed sum was not there after {Limit}.");
        }

        foreach (var sum in sums)
        {
            await sum;
        }
    }
}
