using System.Numerics;

namespace Hypernet.Market;

/// <summary>Replicas of one group: a mask with bit i for rank group · replication + i.</summary>
/// <param name="Bits">The mask.</param>
public readonly record struct ReplicaSet(ushort Bits)
{
    /// <summary>No replica.</summary>
    public static ReplicaSet Empty => default;

    /// <summary>How many replicas.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>The replicas of a full group.</summary>
    /// <param name="replication">Replicas of the group, 0–16.</param>
    public static ReplicaSet All(int replication) => new((ushort)((1 << replication) - 1));

    /// <summary>The replicas of either.</summary>
    public static ReplicaSet operator |(ReplicaSet left, ReplicaSet right) => new((ushort)(left.Bits | right.Bits));

    /// <summary>The replicas of both.</summary>
    public static ReplicaSet operator &(ReplicaSet left, ReplicaSet right) => new((ushort)(left.Bits & right.Bits));

    /// <summary>The replicas of the left one that are not in the right one.</summary>
    public static ReplicaSet operator -(ReplicaSet left, ReplicaSet right) => new((ushort)(left.Bits & ~right.Bits));

    /// <summary>The one replica.</summary>
    /// <param name="replica">Its number in the group, 0–15.</param>
    public static ReplicaSet Of(int replica) => new((ushort)(1 << replica));

    /// <summary>Whether the replica is in it.</summary>
    /// <param name="replica">Its number in the group.</param>
    public bool Contains(int replica) => (Bits >> replica & 1) == 1;

    /// <summary>The replicas' numbers, ascending.</summary>
    public IEnumerable<int> Replicas()
    {
        for (int bits = Bits; bits != 0; bits &= bits - 1)
        {
            yield return BitOperations.TrailingZeroCount(bits);
        }
    }

    /// <summary>The replicas' numbers, as in <c>{0, 2}</c>.</summary>
    public override string ToString() => "{" + string.Join(", ", Replicas()) + "}";
}
