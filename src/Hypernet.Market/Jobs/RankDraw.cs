using System.Buffers.Binary;

namespace Hypernet.Market;

/// <summary>
/// docs/spec/job.md §5: the ranks of a job's slots, a permutation keyed by the seed (a balanced Feistel network with
/// cycle walking), which answers for one slot without the others.
/// </summary>
/// <param name="seed">The seed of <see cref="JobEvent.JobStarted"/>.</param>
/// <param name="ranks">How many slots and ranks, 1–65,536.</param>
public sealed class RankDraw(Bytes32 seed, int ranks)
{
    private const int Rounds = 6;

    private readonly int _halfBits = Enumerable.Range(0, 9).First(bits => 1 << (2 * bits) >= ranks);

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

    // The low bits of keccak256(abi.encode(seed, round, half)).
    private int Mix(int round, int half)
    {
        Span<byte> words = stackalloc byte[3 * Bytes32.Length];
        words.Clear();
        seed.CopyTo(words);
        BinaryPrimitives.WriteInt32BigEndian(words[60..], round);
        BinaryPrimitives.WriteInt32BigEndian(words[92..], half);
        Span<byte> hash = stackalloc byte[Bytes32.Length];
        KeccakBlock.Hash(words).CopyTo(hash);
        return BinaryPrimitives.ReadUInt16BigEndian(hash[30..]);
    }
}
