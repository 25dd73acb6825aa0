using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Membership;

/// <summary>Number of an attempt to decide a view: a higher one beats a lower one, and no two proposers have the same.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Ballot(ulong Round, int Proposer) : IComparable<Ballot>
{
    public const int Bytes = 12;

    public static bool operator <(Ballot left, Ballot right) => left.CompareTo(right) < 0;

    public static bool operator >(Ballot left, Ballot right) => left.CompareTo(right) > 0;

    public static bool operator <=(Ballot left, Ballot right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Ballot left, Ballot right) => left.CompareTo(right) >= 0;

    public int CompareTo(Ballot other)
    {
        int byRound = Round.CompareTo(other.Round);
        return byRound != 0 ? byRound : Proposer.CompareTo(other.Proposer);
    }
}
