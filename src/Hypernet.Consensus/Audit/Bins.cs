using System.Runtime.CompilerServices;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// Sums of small numbers times residues, one for each bin: wide, so that nothing is reduced before a chunk is complete.
/// A product is below 2^191, a bin takes 2^11 of them below 2^202.
/// </summary>
internal sealed class Bins
{
    /// <summary>How many: sign and exponent of a double, but for its lower three bits; sign and limb of an exact sum.</summary>
    public const int Count = 1 << 9;

    private readonly Wide[] _bins = new Wide[Count];

    private struct Wide
    {
        public ulong First;
        public ulong Second;
        public ulong Third;
        public ulong Fourth;
    }

    /// <summary>Adds number · residue.</summary>
    /// <param name="bin">To which.</param>
    /// <param name="number">Any.</param>
    /// <param name="residue">Below 2^127.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int bin, ulong number, UInt128 residue)
    {
        ref var wide = ref _bins[bin];
        ulong second = Math.BigMul(number, (ulong)residue, out ulong first);
        ulong third = Math.BigMul(number, (ulong)(residue >> 64), out ulong other);
        second += other;
        third += second < other ? 1UL : 0;
        first += wide.First;
        ulong carry = first < wide.First ? 1UL : 0;
        wide.First = first;

        // A product has at most 191 bits: its third word has room for the carry.
        second += carry;
        third += second < carry ? 1UL : 0;
        second += wide.Second;
        third += second < wide.Second ? 1UL : 0;
        wide.Second = second;
        third += wide.Third;
        wide.Fourth += third < wide.Third ? 1UL : 0;
        wide.Third = third;
    }

    /// <summary>Empties a bin.</summary>
    /// <param name="bin">Which.</param>
    /// <param name="modulus">Of the residues.</param>
    /// <returns>The residue of its sum.</returns>
    public UInt128 Take(int bin, Modulus modulus)
    {
        var wide = _bins[bin];
        if ((wide.First | wide.Second | wide.Third | wide.Fourth) == 0)
        {
            return 0;
        }

        _bins[bin] = default;
        return modulus.Fold((UInt128)wide.Second << 64 | wide.First, (UInt128)wide.Fourth << 64 | wide.Third);
    }
}
