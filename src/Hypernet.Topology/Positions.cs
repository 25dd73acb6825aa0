using System.Numerics;

namespace Hypernet.Topology;

/// <summary>Positions are the numbers 0 … n − 1 of the members of a view, in the order of their slots.</summary>
internal static class Positions
{
    /// <summary>⌈log2 count⌉: the least number of rounds in which one value can reach everybody, two at a time.</summary>
    internal static int RoundsToReach(int count) => count == 1 ? 0 : BitOperations.Log2((uint)(count - 1)) + 1;

    internal static void RequireCount(int count)
    {
        if (count < 1)
        {
            throw new TopologyException($"A topology has at least one position, not {count}.");
        }
    }

    internal static void Require(int position, int count)
    {
        if ((uint)position >= (uint)count)
        {
            throw new TopologyException($"Position {position} is not one of 0 to {count - 1}.");
        }
    }
}
