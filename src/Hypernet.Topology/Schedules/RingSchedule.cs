namespace Hypernet.Topology;

/// <summary>
/// An all-reduce of large values that are cut into n parts: n − 1 rounds of reduce-scatter, after which each position holds one part
/// of the whole, then n − 1 rounds of all-gather. In every round each position sends one part to the next one around the circle:
/// P. Patarasuk, X. Yuan, "Bandwidth optimal all-reduce algorithms for clusters of workstations", 2009.
/// </summary>
public sealed class RingSchedule
{
    private RingSchedule(int count) => Count = count;

    /// <summary>How many positions, and parts, there are.</summary>
    public int Count { get; }

    /// <summary>How many rounds there are; in the first half of them what arrives is merged, in the second it replaces.</summary>
    public int Rounds => 2 * (Count - 1);

    /// <summary>The schedule for so many positions.</summary>
    /// <param name="count">At least 1, at most 2³⁰.</param>
    /// <exception cref="TopologyException">There are no positions, or too many.</exception>
    public static RingSchedule For(int count)
    {
        Positions.RequireCount(count);
        return count <= 1 << 30 ? new RingSchedule(count) : throw new TopologyException($"A ring has at most 2^30 positions, not {count}.");
    }

    /// <summary>To whom a position sends, in every round.</summary>
    /// <param name="position">From 0, below <see cref="Count"/>.</param>
    public int To(int position) => position == Count - 1 ? 0 : position + 1;

    /// <summary>From whom a position receives, in every round.</summary>
    /// <param name="position">From 0, below <see cref="Count"/>.</param>
    public int From(int position) => position == 0 ? Count - 1 : position - 1;

    /// <summary>Whether what arrives in a round is to be merged with the own part, not to replace it.</summary>
    /// <param name="round">From 0, below <see cref="Rounds"/>.</param>
    public bool IsMerging(int round) => round < Count - 1;

    /// <summary>Which part a position sends: after the first round, the one that arrived in the round before.</summary>
    /// <param name="position">From 0, below <see cref="Count"/>.</param>
    /// <param name="round">From 0, below <see cref="Rounds"/>.</param>
    public int PartTo(int position, int round) => (int)((position + (2L * Count) - round) % Count);

    /// <summary>Which part a position receives.</summary>
    /// <param name="position">From 0, below <see cref="Count"/>.</param>
    /// <param name="round">From 0, below <see cref="Rounds"/>.</param>
    public int PartFrom(int position, int round) => PartTo(From(position), round);
}
