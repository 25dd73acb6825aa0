namespace Hypernet.Consensus;

/// <summary>How sums are accumulated (docs/spec/dac.md). The numbers stand in descriptors.</summary>
public enum Exactness : byte
{
    /// <summary><see cref="Exact"/>; but in a group of more than 64 slots <see cref="FixedPoint"/> above 512 elements.</summary>
    Default = 0,

    /// <summary>Superaccumulators: the exact sum, rounded once.</summary>
    Exact = 1,

    /// <summary>One exponent per block of 64 elements, one word of 64 bits up to 9 digits asked, else two. Of all-reduces, sum and mean: the others are exact.</summary>
    FixedPoint = 2,
}
