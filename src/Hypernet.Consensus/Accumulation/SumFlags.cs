namespace Hypernet.Consensus.Accumulation;

/// <summary>What an exact sum knows beside its number (docs/spec/exact.md §1). Merged by OR; the bits stand on the wire.</summary>
[Flags]
internal enum SumFlags : byte
{
    /// <summary>Nothing was added.</summary>
    None = 0,

    /// <summary>Something was added.</summary>
    Added = 1,

    /// <summary>Something else than −0 was added.</summary>
    Other = 2,

    /// <summary>A NaN was added.</summary>
    NaN = 4,

    /// <summary>+Inf was added.</summary>
    PositiveInfinity = 8,

    /// <summary>−Inf was added.</summary>
    NegativeInfinity = 16,

    /// <summary>On the wire only: the number is not 0, its digits follow.</summary>
    Nonzero = 32,

    /// <summary>On the wire only: the number is below 0.</summary>
    Negative = 64,

    /// <summary>All that make the sum something else than a number.</summary>
    Special = NaN | PositiveInfinity | NegativeInfinity,
}
