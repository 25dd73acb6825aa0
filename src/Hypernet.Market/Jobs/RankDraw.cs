using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Hypernet.Market;

/// <summary>
/// docs/spec/job.md §5: the ranks of a job's slots, a permutation keyed by the seed (a Feistel network with cycle
/// walking), which answers for one slot without the others.
/// </summary>
/// <param name="seed">The seed of <see cref="JobEvent.JobStarted"/>.</param>
/// <param name="ranks">How many slots and ranks, from 1.</param>
public sealed class RankDraw(Bytes32 seed, int ranks)
{
    private const int Rounds = 4;

    private readonly int _halfBits = Math.Max(1, (BitOperations.Log2((uint)Math.Max(1, ranks - 1)) + 2) / 2);

    /// <summary>The rank that a slot was drawn to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public int RankOf(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, ranks);
        int rank = slot;
        do
        {
            rank = Permute(rank);
        }
        while (rank >= ranks);
        return rank;
    }

    private int Permute(int value)
    {
        int mask = (1 << _halfBits) - 1;
        (int left, int right) = (value >> _halfBits, value & mask);
        for (int round = 0; round < Rounds; round++)
        {
            (left, right) = (right, left ^ (Mix(round, right) & mask));
        }

        return (left << _halfBits) | right;
    }

    private int Mix(int round, int half)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length + 8];
        seed.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes[32..], round);
        BinaryPrimitives.WriteInt32BigEndian(bytes[36..], half);
        Span<byte> hash = stackalloc byte[Bytes32.Length];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadInt32BigEndian(hash[28..]) & int.MaxValue;
    }
}
