namespace Hypernet.Topology;

/// <summary>
/// An all-reduce in ⌈log2 n⌉ rounds for any n, the least there can be: A. Bar-Noy, S. Kipnis, B. Schieber, "Optimal computation of
/// census functions in the postal model", 1993. Every position keeps its own value apart from what it has received: at first nothing,
/// then the values of the m positions below it, where m grows to 2m, or 2m + 1 if senders include their own, along the bits of n − 1.
/// At the end m = n − 1, and own value and received together hold each value once.
/// </summary>
public sealed class CensusSchedule
{
    private CensusSchedule(int count, CensusRound[] rounds)
    {
        Count = count;
        Rounds = rounds;
    }

    /// <summary>How many positions there are.</summary>
    public int Count { get; }

    /// <summary>The rounds in their order: ⌈log2 <see cref="Count"/>⌉.</summary>
    public IReadOnlyList<CensusRound> Rounds { get; }

    /// <summary>The schedule for so many positions.</summary>
    /// <param name="count">At least 1.</param>
    /// <exception cref="TopologyException">There are no positions.</exception>
    public static CensusSchedule For(int count)
    {
        Positions.RequireCount(count);
        var rounds = new CensusRound[Positions.RoundsToReach(count)];
        int known = 0;
        for (int round = 0; round < rounds.Length; round++)
        {
            bool includesOwn = ((count - 1) >> (rounds.Length - 1 - round) & 1) != 0;
            int sent = includesOwn ? known + 1 : known;
            rounds[round] = new CensusRound(sent, includesOwn);
            known += sent;
        }

        return new CensusSchedule(count, rounds);
    }

    /// <summary>To whom a position sends.</summary>
    /// <param name="position">From 0, below <see cref="Count"/>.</param>
    /// <param name="round">From 0, below the number of rounds.</param>
    public int To(int position, int round) => (int)(((long)position + Rounds[round].Offset) % Count);

    /// <summary>From whom a position receives.</summary>
    /// <param name="position">From 0, below <see cref="Count"/>.</param>
    /// <param name="round">From 0, below the number of rounds.</param>
    public int From(int position, int round) => (int)(((long)position + Count - Rounds[round].Offset) % Count);
}
