using System.Numerics;

namespace Hypernet.Topology;

/// <summary>Averaging over graphs that change with the iteration, and repeat after a period.</summary>
public sealed class MixingSchedule
{
    private readonly MixingWeights[] _period;

    private MixingSchedule(int count, IEnumerable<MixingWeights> period, bool isExact)
    {
        _period = count == 1 ? [MixingWeights.Of(CompleteGraph.Of(1), (_, _) => 0)] : [.. period];
        IsExact = isExact;
    }

    /// <summary>After how many iterations the graphs repeat: at least 1.</summary>
    public int Period => _period.Length;

    /// <summary>Whether every position has the mean after one period, but for rounding; else it is approached.</summary>
    public bool IsExact { get; }

    /// <summary>The weights of an iteration.</summary>
    /// <param name="iteration">From 0.</param>
    public MixingWeights this[int iteration] => _period[iteration % Period];

    /// <summary>In iteration k each position averages with the one whose number differs in bit k: exact after log2 n.</summary>
    /// <param name="count">A power of two.</param>
    /// <exception cref="TopologyException">The count is no power of two.</exception>
    public static MixingSchedule Hypercube(int count) => BitOperations.IsPow2(count)
        ? OnePeer(count, (position, span) => position ^ span)
        : throw new TopologyException($"A hypercube has a power of two of positions, not {count}: take the census schedule.");

    /// <summary>
    /// In iteration k each position averages with the one 2^k below it: exact after log2 n for powers of two. B. Ying, K. Yuan, Y. Chen,
    /// H. Hu, P. Pan, W. Yin, "Exponential graph is provably efficient for decentralized deep training", 2021.
    /// </summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="TopologyException">There are no positions.</exception>
    public static MixingSchedule OnePeerExponential(int count) =>
        OnePeer(count, (position, span) => (int)(((long)position + span) % count));

    /// <summary>
    /// Base-(k+1) graphs: exact after about 2 log n / log (k + 1) iterations for any count. Y. Takezawa, R. Sato, H. Bao, K. Niwa,
    /// M. Yamada, "Beyond exponential graph: communication-efficient topologies for decentralized learning via finite-time convergence", 2023.
    /// </summary>
    /// <param name="count">At least 1.</param>
    /// <param name="peers">k: how many a position talks to in one iteration, at most. Default: 1. Range: 1 to 1023.</param>
    /// <exception cref="TopologyException">A number is out of its range.</exception>
    public static MixingSchedule Base(int count, int peers = 1)
    {
        Positions.RequireCount(count);
        return peers is >= 1 and < 1024
            ? new MixingSchedule(count, BaseGraph.Rounds(count, peers), isExact: true)
            : throw new TopologyException($"A position talks to 1 to 1023 others in an iteration, not to {peers}.");
    }

    private static MixingSchedule OnePeer(int count, Func<int, int, int> to)
    {
        Positions.RequireCount(count);
        var period =
            from bit in Enumerable.Range(0, Positions.RoundsToReach(count))
            let graph = DirectedGraph.Of([.. Enumerable.Range(0, count).Select(position => new[] { to(position, 1 << bit) })])
            select MixingWeights.Of(graph, (_, _) => 0.5);
        return new MixingSchedule(count, period, BitOperations.IsPow2(count));
    }
}
