using System.Runtime.InteropServices;

namespace Hypernet.Network.Simulation;

/// <summary>When something happens: at a time, and of what happens then in the order in which it was scheduled.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Moment(long Time, ulong Order) : IComparable<Moment>
{
    public int CompareTo(Moment other)
    {
        int byTime = Time.CompareTo(other.Time);
        return byTime != 0 ? byTime : Order.CompareTo(other.Order);
    }
}
